/** Time and chance: the only place of the server that reads the clock or draws at random. */
import { randomBytes, randomFillSync } from 'node:crypto';

let source = () => new Date();
export const now = () => source();

/**
 * From now on this process takes its time from elsewhere. For the server that plays a week in minutes (server/day) and
 * nobody else: house.spec.ts holds it, so nothing from outside can move the clock of a server that is in use.
 */
export function takeTimeFrom(other: () => Date): void {
  source = other;
}

const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** Drawn for a thousand ids at a time: each draw asks the kernel. */
const chance = Buffer.alloc(16 * 1024);
let drawn = chance.length;

function draw(size: number): Buffer {
  if (drawn + size > chance.length) {
    randomFillSync(chance);
    drawn = 0;
  }
  drawn += size;
  return chance.subarray(drawn - size, drawn);
}

/** 26 letters that sort by time: 48 bits of milliseconds, 80 bits of chance (the layout of ULID). */
export function newId(at: Date = now()): string {
  let time = at.getTime();
  let head = '';
  for (let i = 0; i < 10; i++) {
    head = LETTERS[time % 32] + head;
    time = Math.floor(time / 32);
  }
  for (const byte of draw(16)) head += LETTERS[byte & 31];
  return head;
}

/** The moment an id was made, from its first ten letters. */
export function momentOf(id: string): Date {
  return new Date([...id.slice(0, 10)].reduce((time, letter) => time * 32 + LETTERS.indexOf(letter), 0));
}

/** 256 bits for sessions and links, safe in a URL. */
export const newToken = () => randomBytes(32).toString('base64url');

/** A first password that can be read aloud: four groups of letters and digits, three classes of character. */
export function newPassword(): string {
  const group = () => [...randomBytes(4)].map((b) => LETTERS[10 + (b % 22)]).join('');
  return `${group()}-${group().toUpperCase()}-${group()}-${(randomBytes(1)[0] % 90) + 10}`;
}
export const randomBuffer = (size: number) => randomBytes(size);
