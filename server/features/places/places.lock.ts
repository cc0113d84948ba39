/** Changes of places come one after the other, whichever server makes them: what one has checked, no other undoes meanwhile. */
import type { Ctx } from '../../core/ctx.js';
import type { Rows } from '../../core/db.js';
import { PLACES } from './places.service.js';

/** Every change of places counts this number up. */
export const versionOf = (rows: Rows): Promise<number> => readVersion(rows, '');

/**
 * Holds off other changes until the transaction ends. It comes before the first read of the transaction: on MySQL that
 * one fixes what all later ones see.
 * @returns the version
 */
export const lockPlaces = ({ write }: Ctx): Promise<number> =>
  readVersion(write, write.dialect === 'mysql' ? ' FOR UPDATE' : '');

async function readVersion(rows: Rows, lock: string): Promise<number> {
  const [row] = await rows.query<{ n: number }>(`SELECT n FROM version WHERE name = ?${lock}`, [PLACES]);
  return Number(row?.n ?? 0);
}
