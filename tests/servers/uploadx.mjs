// @uploadx/core on a free port of 127.0.0.1; told to standard output. Ends when standard input does.
//   node uploadx.mjs FOLDER [PORT [google]]
// As it is it speaks PeerTube's dialect. Google's client wants 200 for an opened session, not 201,
// and an address that begins with a scheme; and it tells the title inside of a snippet.
import { createServer } from 'node:http';
import core from '@uploadx/core';

const [folder, port = '0', dialect = 'peertube'] = process.argv.slice(2);
const isGoogle = dialect === 'google';

class Uploads extends core.Uploadx {
  async getMetadata(request) {
    const told = await super.getMetadata(request);
    return isGoogle ? { name: told.snippet?.title, ...told } : told;
  }
}

const uploads = new Uploads({
  directory: folder,
  path: '/',
  namingFunction: (file) => file.id,
  maxMetadataSize: '10MB',
  ...(isGoogle && { baseUrl: (request) => `http://${request.headers.host}` }),
  onComplete: (file) => ({
    statusCode: 200,
    body: { id: file.id, size: file.size, metadata: file.metadata },
  }),
});

const server = createServer((request, response) => {
  if (isGoogle && request.method === 'POST') {
    const head = response.writeHead.bind(response);
    response.writeHead = (status, ...rest) => head(status === 201 ? 200 : status, ...rest);
  }
  uploads.handle(request, response);
});
server.listen(Number(port), '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit());
