/** What the log keeps of an error: where it came from, never what people wrote. */
import { Writable } from 'node:stream';
import { pinoHttp } from 'pino-http';
import { QueryFailedError } from 'typeorm';
import { logging } from './logging.js';

function logged(error: Error): string {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const { pinoHttp: options } = logging({ logLevel: 'info' });
  pinoHttp(options as never, stream).logger.error({ err: error });
  return text;
}

it('keeps kind, message, code and stack of an error, and no values of a statement', () => {
  const driver = Object.assign(new Error('Data too long for column'), {
    code: 'ER_DATA_TOO_LONG',
    sql: "INSERT INTO case_file (words) VALUES ('家里漏水，电话 19900001234')",
  });
  const failed = new QueryFailedError(
    'INSERT INTO case_file (words) VALUES (?)',
    ['家里漏水，电话 19900001234'],
    driver,
  );
  const text = logged(new Error('outer', { cause: failed })) + logged(failed);
  expect(text).toContain('Data too long');
  expect(text).toContain('ER_DATA_TOO_LONG');
  expect(text).toContain('logging.spec');
  expect(text).not.toContain('19900001234');
});
