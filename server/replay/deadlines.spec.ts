/** The replay of deadlines on a made Boston: New York time, whole days of both kinds, flags that agree and one that does not. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bostonMoment, replayDeadlines } from './deadlines.js';
import { bostonFiles } from './points.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gezhi-replay-'));
});
afterAll(() => rm(folder, { recursive: true }));

it('reads the time on the wall of Boston, in winter and in summer', () => {
  expect(bostonMoment('01/05/2015 12:05:00 AM')).toEqual(new Date('2015-01-05T00:05:00-05:00'));
  expect(bostonMoment('07/05/2015 12:05:09 PM')).toEqual(new Date('2015-07-05T12:05:09-04:00'));
  expect(bostonMoment('')).toBeNull();
});

it('counts what is whole, and whose flag agrees', async () => {
  const rows = [
    // Three calendar days over the change of the clocks.
    ['Bed Bugs', '10/30/2015 09:00:00 AM', '11/02/2015 09:00:00 AM', '11/02/2015 08:00:00 AM', 'ONTIME'],
    ['Bed Bugs', '10/23/2015 09:00:00 AM', '10/26/2015 09:00:00 AM', '10/27/2015 08:00:00 AM', 'OVERDUE'],
    ['Bed Bugs', '10/25/2015 09:00:00 AM', '10/28/2015 09:00:00 AM', '', ''],
    // One working day: at night, over a weekend, over Labor Day; closed in the evening of the last day.
    ['Pothole', '09/01/2015 11:00:00 PM', '09/03/2015 08:30:00 AM', '09/02/2015 08:00:00 PM', 'ONTIME'],
    ['Pothole', '09/04/2015 11:00:00 AM', '09/08/2015 11:00:00 AM', '09/08/2015 11:30:00 AM', 'OVERDUE'],
    ['Pothole', '09/09/2015 11:00:00 AM', '09/10/2015 11:00:00 AM', '09/10/2015 10:00:00 AM', 'OVERDUE'],
    // Neither a whole number of days nor dated nor of 2015.
    ['Pothole', '09/09/2015 11:00:00 AM', '09/10/2015 04:00:00 PM', '09/10/2015 10:00:00 AM', 'ONTIME'],
    ['Pothole', '09/09/2015 11:00:00 AM', '', '09/10/2015 10:00:00 AM', 'ONTIME'],
    ['Pothole', '09/09/2011 11:00:00 AM', '09/12/2011 11:00:00 AM', '09/10/2011 10:00:00 AM', 'ONTIME'],
  ];
  const { requests } = bostonFiles(folder);
  await mkdir(dirname(requests), { recursive: true });
  const head = 'TYPE,OPEN_DT,TARGET_DT,CLOSED_DT,OnTime_Status';
  await writeFile(requests, gzipSync([head, ...rows.map((row) => row.join(','))].join('\n')));
  expect(await replayDeadlines(folder)).toEqual({
    dated: 7,
    whole: 6,
    flagged: 5,
    agreed: 4,
    usualFlagged: 6,
    usualAgreed: 5,
  });
});
