import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ZippedFile {
  /** path inside the archive */
  readonly name: string;
  /** Called when it is this file's turn, so that one file at a time is in memory. */
  readonly make: () => Promise<Uint8Array>;
}

/** Sends files as one archive, a download of that name. A file that cannot be made breaks the download off. */
export async function sendZip(response: ServerResponse, name: string, files: readonly ZippedFile[]): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error) => output.destroy(error));
  for (const file of files) {
    // What is packed here is packed already.
    zip.addReadStreamLazy(file.name, { compress: false }, (start) => {
      file.make().then(
        (bytes) => start(null, Readable.from([Buffer.from(bytes)])),
        (error: Error) => output.destroy(error),
      );
    });
  }
  zip.end();
  response.writeHead(200, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="files.zip"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'no-store',
  });
  await pipeline(output, response);
}
