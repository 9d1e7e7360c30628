// @tus/server on a free port of 127.0.0.1; told to standard output. Ends when standard input does.
//   node tus.mjs FOLDER [PORT]
import { createServer } from 'node:http';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';

const [folder, port = '0'] = process.argv.slice(2);
const uploads = new Server({ path: '/files', datastore: new FileStore({ directory: folder }) });
const server = createServer(uploads.handle.bind(uploads));
server.listen(Number(port), '127.0.0.1', () => console.log(server.address().port));
process.stdin.resume().on('end', () => process.exit());
