// A tus server that others wrote, on loopback: `node server.js PORT FOLDER`. It keeps an upload in FOLDER as a file, and
// what it knows of it in a file of the same name that ends in .json.
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [port, directory] = process.argv.slice(2);
new Server({ path: '/files', datastore: new FileStore({ directory }) }).listen({ host: '127.0.0.1', port: Number(port) });
