/** A crowd that reports and does not give up: whatever is not acknowledged is sent again with the same key. */
import { randomUUID } from 'node:crypto';
import type { Reported } from '../../../shared/views.js';
import { middleOf } from '../../test/given.js';
import { pause, type Town } from './processes.js';

export interface Sent {
  key: string;
  words: string;
  /** Which of the residents. */
  who: number;
  /** The picture that comes with it, once the server has acknowledged it. */
  photo?: string;
  /** What the server acknowledged; once it is there, it must stay true. */
  answer?: Reported;
}

/** Milliseconds between two reports of one person. */
const BETWEEN = 80;
/** Every so many reports one brings a photo. */
const WITH_PHOTO = 3;

/** How the requests went, by status; 0 stands for no answer at all. */
export type Tally = Record<number, number>;

export class Crowd {
  readonly sent: Sent[] = [];
  readonly tally: Tally = {};
  /** The longest time in milliseconds that somebody waited for an answer. */
  longest = 0;
  private working: Promise<void>[] = [];
  private leaving = false;
  private hopeless = false;

  /** @param towns the same people at each server; a report that fails is tried at the next one */
  constructor(private readonly towns: Town[]) {}

  get acknowledged(): Sent[] {
    return this.sent.filter((s) => s.answer);
  }

  /** Everybody reports one thing after the other until `finish`. */
  begin(): void {
    this.working = this.towns[0].resident.map((_, who) => this.work(who));
  }

  private async work(who: number): Promise<void> {
    while (!this.leaving) {
      const report: Sent = { key: randomUUID(), words: `第 ${this.sent.length} 件`, who };
      this.sent.push(report);
      if (this.sent.length % WITH_PHOTO === 0) report.photo = await this.upload(who);
      for (let tries = 0; !report.answer && !this.hopeless; tries++) await this.send(report, tries);
      await pause(BETWEEN);
    }
  }

  /** Sent again until it is acknowledged: what was lost on the way must be in nobody's way. */
  private async upload(who: number): Promise<string | undefined> {
    for (let tries = 0; !this.hopeless; tries++) {
      const person = this.towns[(who + tries) % this.towns.length].resident[who];
      const photo = await person.photo().catch(() => null);
      if (photo) return photo.id;
      await pause(100);
    }
    return undefined;
  }

  /** @returns what the server said, when it said 201 */
  async send(report: Sent, tries = 0): Promise<Reported | undefined> {
    const person = this.towns[(report.who + tries) % this.towns.length].resident[report.who];
    const body = {
      kind: 'complaint',
      item: 'road-lamp',
      words: report.words,
      place: middleOf(0),
      photos: report.photo ? [report.photo] : [],
    };
    const started = Date.now();
    const answer = await person
      .post('/api/cases', { report: body })
      .set('idempotency-key', report.key)
      .then(
        (a) => a,
        () => null,
      );
    this.longest = Math.max(this.longest, Date.now() - started);
    const status = answer?.status ?? 0;
    this.tally[status] = (this.tally[status] ?? 0) + 1;
    if (status !== 201) {
      await pause(100);
      return undefined;
    }
    report.answer ??= answer?.body;
    return answer?.body;
  }

  /** Sends everybody home, answered or not: the test is over. */
  async abandon(): Promise<void> {
    this.hopeless = true;
    await this.finish();
  }

  /** Lets everybody end what they began; whoever waits for a server that is gone waits until it is back. */
  async finish(): Promise<void> {
    this.leaving = true;
    await Promise.all(this.working);
  }
}

/**
 * Every acknowledged case is there once, with its number, its first entry and its photo; nothing else is; sent again, nothing doubles.
 * @param others ids of cases that did not come from the crowd
 */
export async function expectAllThere(crowd: Crowd, town: Town, others: string[] = []): Promise<void> {
  const { sent } = crowd;
  expect(sent.every((s) => s.answer)).toBe(true);
  const again: (Reported | undefined)[] = [];
  for (const s of sent) again.push(await crowd.send(s));
  expect(again.map((a) => [a?.id, a?.number])).toEqual(sent.map((s) => [s.answer?.id, s.answer?.number]));
  expect(new Set(sent.map((s) => s.answer?.number)).size).toBe(sent.length);
  const found = await allCases(town);
  expect(found.map((c) => c.id).sort()).toEqual([...others, ...sent.map((s) => s.answer?.id)].sort());
  for (const s of sent) {
    const view = await town.leader.case(s.answer?.id ?? '');
    expect([view.words, view.timeline.map((e) => e.action), view.version]).toEqual([s.words, ['report'], 1]);
    expect(view.photos.map((photo) => photo.id)).toEqual(s.photo ? [s.photo] : []);
    for (const { url } of view.photos) expect((await town.leader.get(url)).headers['content-type']).toBe('image/jpeg');
  }
}

async function allCases({ leader }: Town): Promise<{ id: string }[]> {
  const rows: { id: string }[] = [];
  for (let page = 1; ; page++) {
    const { body } = await leader.get('/api/cases').query({ page, size: 100, sort: 'number' }).expect(200);
    rows.push(...body.rows);
    if (body.rows.length < 100) return rows;
  }
}
