"""Sends a file with tuspy: send.py URL FILE REPORT_ID CHUNK_BYTES. Prints how far it is after each chunk, and the ticket."""

import sys
import time

import requests
from tusclient import client, exceptions

url, file, report_id, chunk_bytes = sys.argv[1:]
# What a client does that finds nobody there: it waits and goes on. tuspy itself repeats chunks, and not questions.
for _ in range(60):
    try:
        uploader = client.TusClient(url).uploader(
            file, chunk_size=int(chunk_bytes), metadata={"report_id": report_id}, retries=5, retry_delay=1
        )
        while uploader.offset < uploader.get_file_size():
            uploader.upload_chunk()
            print(f"offset {uploader.offset}", flush=True)
        answer = requests.head(uploader.url, headers={"Tus-Resumable": "1.0.0"}, timeout=10)
        print(f"ticket {answer.headers['Wallet-Doctor-Ticket']}")
        break
    except (requests.RequestException, exceptions.TusCommunicationError) as error:
        print(f"again: {type(error).__name__}", flush=True)
        time.sleep(0.5)
else:
    sys.exit("the intake did not come back")
