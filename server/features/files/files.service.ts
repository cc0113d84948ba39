/** Keeps photos: stored once, joined once, shown by signed addresses that soon expire. */
import { Injectable } from '@nestjs/common';
import { MOST_PHOTOS } from '../../../shared/fields.js';
import { hintLimits } from '../../../shared/hints.js';
import type { Photo } from '../../../shared/views.js';
import { momentOf } from '../../core/clock.js';
import type { Ctx } from '../../core/ctx.js';
import { problem } from '../../core/problem.js';
import { Secrets, sha256 } from '../../core/secrets.js';
import { Storage } from '../../core/storage.js';
import type { Row } from '../../core/tables.js';
import { metresPerLat, metresPerLng } from '../places/places.service.js';
import { cameraNotes, type Evidence } from './camera-notes.js';
import { file, fileBand } from './files.tables.js';
import { recode } from './picture.js';
import { bandsOf, printDistance } from './print.js';

type FileRow = Row<typeof file>;

export const sizes = ['full', 'thumb'] as const;
export type Size = (typeof sizes)[number];
/** A signed address; `until` in seconds since 1970. */
export interface Link {
  id: string;
  size: Size;
  until: number;
  sig: string;
}

/** A photo that looks like one that was there before. */
export interface Reuse {
  photo: string;
  before: string;
  caseId: string;
}

/** Addresses live 30 to 45 minutes and stay the same for 15, so that browsers can keep the picture. */
const LINK_SECONDS = 30 * 60;
const STEP_SECONDS = 15 * 60;
/** Photos that somebody may have waiting: ten reports full of them. */
const MOST_WAITING = 90;
/** Photos that share a quarter of a print and are compared bit by bit, the newest. */
const MOST_ALIKE = 500;

/** The folder is the day of the upload, so that what was never joined is found without reading everything. */
export const folderOf = (day: Date) => day.toISOString().slice(0, 10).replaceAll('-', '/');
export const keyOf = (id: string, size: Size) => `${folderOf(momentOf(id))}/${id}.${size}.jpg`;

const sealedAt = (id: string) => `file|evidence|${id}`;
const signed = (id: string, size: Size, until: number) => `file|${id}|${size}|${until}`;

@Injectable()
export class FilesService {
  constructor(
    private readonly secrets: Secrets,
    private readonly storage: Storage,
  ) {}

  /**
   * Checks, re-encodes and stores a photo. The bytes are safe before the row exists: a crash in between
   * leaves bytes without a row, which the sweep removes.
   * @throws file.kind, file.heic, file.broken, file.too-large, file.no-room, rate.limited, server.busy
   */
  async store(ctx: Ctx, bytes: Buffer): Promise<Photo> {
    await this.refuseHoarding(ctx);
    const picture = await recode(bytes);
    const id = ctx.newId();
    const notes = ctx.actor.kind === 'staff' ? cameraNotes(picture.exif, ctx.now) : null;
    const row: FileRow = {
      id,
      account: ctx.actor.id,
      caseId: null,
      width: picture.width,
      height: picture.height,
      bytes: picture.full.length + picture.thumb.length,
      hash: sha256(picture.full),
      print: picture.print,
      evidence: notes && this.secrets.seal(JSON.stringify(notes), sealedAt(id)),
      createdAt: ctx.now,
    };
    await this.putBoth(id, { full: picture.full, thumb: picture.thumb });
    await ctx.begin(async (writing) => {
      await writing.write.insert(file, row);
      if (row.print) {
        await writing.write.insert(
          fileBand,
          bandsOf(row.print).map((band) => ({ band, file: id })),
        );
      }
    });
    return this.photo(ctx, row);
  }

  /**
   * A photo of any case that one of these was made from, the nearest likeness first.
   * @param ids photos of one answer
   * @param by when the answer was given: what was uploaded later is not where they came from
   */
  async usedBefore(ctx: Ctx, ids: string[], by: Date): Promise<Reuse | null> {
    const mine = (await this.rowsOf(ctx, ids)).filter((row) => row.print !== null);
    if (mine.length === 0) return null;
    const bands = [...new Set(mine.flatMap((row) => bandsOf(row.print ?? '')))];
    const others = await ctx.rows
      .from(file, 'f')
      .where('f.id IN (SELECT b.file FROM file_band b WHERE b.band IN (:...bands))', { bands })
      .andWhere('f.caseId IS NOT NULL AND f.id NOT IN (:...ids) AND f.createdAt <= :by', { ids, by })
      .orderBy('f.id', 'DESC')
      .limit(MOST_ALIKE)
      .getMany();
    const pairs = mine.flatMap((row) =>
      others.map((other) => ({ row, other, bits: printDistance(row.print ?? '', other.print ?? '') })),
    );
    const [best] = pairs.filter((p) => p.bits <= hintLimits.printDistance).sort((a, b) => a.bits - b.bits);
    return best ? { photo: best.row.id, before: best.other.id, caseId: best.other.caseId ?? '' } : null;
  }

  /** @throws rate.limited when somebody uploads and never reports */
  private async refuseHoarding(ctx: Ctx): Promise<void> {
    const waiting = await ctx.rows
      .from(file, 'f')
      .where('f.account = :account AND f.caseId IS NULL', { account: ctx.actor.id })
      .getCount();
    if (waiting >= MOST_WAITING) {
      throw problem('rate.limited', { detail: `已上传 ${waiting} 张照片还没有提交，请先提交或明天再传` });
    }
  }

  private async putBoth(id: string, pictures: Record<Size, Buffer>): Promise<void> {
    try {
      for (const size of sizes) await this.storage.put(keyOf(id, size), pictures[size]);
    } catch (error) {
      await this.removeBytes([id]).catch(() => {});
      throw error;
    }
  }

  async removeBytes(ids: string[]): Promise<void> {
    for (const id of ids) for (const size of sizes) await this.storage.remove(keyOf(id, size));
  }

  /**
   * Joins uploaded photos to a case, in the transaction of the act that brings them: only one's own,
   * and each of them once. Acts on one case come one after the other, so that what is counted holds.
   * @param most of the case with these; null: however many there are
   * @throws file.too-many · input.invalid with `errors: { photos: 'invalid' }`
   */
  async join(ctx: Ctx, ids: string[], caseId: string, most: number | null): Promise<void> {
    if (ids.length === 0) return;
    await this.refuseTooMany(ctx, ids.length, caseId, most);
    const marks = ids.map(() => '?').join(',');
    const joined = await ctx.write.run(
      `UPDATE file SET caseId = ? WHERE id IN (${marks}) AND account = ? AND caseId IS NULL`,
      [caseId, ...ids, ctx.actor.id],
    );
    if (joined !== ids.length) throw problem('input.invalid', { errors: { photos: 'invalid' } });
  }

  private async refuseTooMany(ctx: Ctx, n: number, caseId: string, most: number | null): Promise<void> {
    if (n > MOST_PHOTOS) throw problem('file.too-many', { detail: `一次最多附 ${MOST_PHOTOS} 张照片，请去掉几张` });
    if (most === null) return;
    const there = await ctx.rows.from(file, 'f').where('f.caseId = :caseId', { caseId }).getCount();
    if (there + n <= most) return;
    const left = there < most ? `还可以附 ${most - there} 张` : '不能再附照片，请用文字说明';
    throw problem('file.too-many', { detail: `这件事已有 ${there} 张照片，最多 ${most} 张，${left}` });
  }

  /** Photos by id, each with fresh addresses. */
  async photosById(ctx: Ctx, ids: string[]): Promise<Map<string, Photo>> {
    const rows = await this.rowsOf(ctx, ids);
    return new Map(rows.map((row) => [row.id, this.photo(ctx, row)]));
  }

  /**
   * When and how far from a place photos were taken, for those whose camera told and whom staff took.
   * @param point WGS-84; null when the case has none
   * @returns by id of the photo; metres rounded to whole ones
   */
  async evidenceOf(
    ctx: Ctx,
    ids: string[],
    point: { lng: number; lat: number } | null,
  ): Promise<Map<string, { takenAt: string | null; metres: number | null }>> {
    const rows = await this.rowsOf(ctx, ids);
    return new Map(
      rows.flatMap(({ id, evidence }) => {
        const opened = this.secrets.openOrNull(evidence, sealedAt(id));
        if (!opened) return [];
        const notes = JSON.parse(opened) as Evidence;
        return [[id, { takenAt: notes.takenAt, metres: metresBetween(notes, point) }]];
      }),
    );
  }

  /**
   * The bytes behind a signed address.
   * @throws file.link-expired when it is forged or too old, not-found when the photo was removed
   */
  async read(ctx: Ctx, { id, size, until, sig }: Link): Promise<Buffer> {
    const right = this.secrets.isSigned(signed(id, size, until), sig);
    if (!right || until * 1000 < ctx.now.getTime()) throw problem('file.link-expired');
    const bytes = await this.storage.get(keyOf(id, size));
    if (!bytes) throw problem('not-found');
    return bytes;
  }

  /** The bytes of a photo, for whoever was shown it already; null when they are gone. */
  bytesOf(id: string, size: Size): Promise<Buffer | null> {
    return this.storage.get(keyOf(id, size));
  }

  private async rowsOf(ctx: Ctx, ids: string[]): Promise<FileRow[]> {
    if (ids.length === 0) return [];
    return ctx.rows.from(file, 'f').where('f.id IN (:...ids)', { ids }).getMany();
  }

  private photo(ctx: Ctx, { id, width, height }: FileRow): Photo {
    const until = Math.ceil((ctx.now.getTime() / 1000 + LINK_SECONDS) / STEP_SECONDS) * STEP_SECONDS;
    const address = (size: Size) =>
      `/api/files/${id}?size=${size}&until=${until}&sig=${this.secrets.sign(signed(id, size, until))}`;
    return { id, url: address('full'), thumb: address('thumb'), width, height };
  }
}

function metresBetween({ lng, lat }: Evidence, point: { lng: number; lat: number } | null): number | null {
  if (!point || lng === null || lat === null) return null;
  return Math.round(Math.hypot((lng - point.lng) * metresPerLng(lat), (lat - point.lat) * metresPerLat(lat)));
}
