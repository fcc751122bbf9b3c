// Sends a file with tus-js-client: node send.js URL FILE REPORT_ID CHUNK_BYTES. Prints how far it is after each chunk, and the ticket.
import fs from "node:fs";
import * as tus from "tus-js-client";

const [url, file, reportId, chunkBytes] = process.argv.slice(2);
let ticket = null;
const upload = new tus.Upload(fs.createReadStream(file), {
  endpoint: url,
  chunkSize: Number(chunkBytes),
  uploadSize: fs.statSync(file).size,
  metadata: { report_id: reportId, priority: "urgent", filename: "report.wdr" },
  // Patient: the intake is killed and has to come back.
  retryDelays: Array(60).fill(500),
  onAfterResponse(request, response) {
    ticket = response.getHeader("Wallet-Doctor-Ticket") ?? ticket;
  },
  onChunkComplete(size, accepted) {
    console.log(`offset ${accepted}`);
  },
  onError(error) {
    console.error(String(error));
    process.exit(1);
  },
  onSuccess() {
    console.log(`ticket ${ticket}`);
  },
});
upload.start();
