/** Outlines for maps as GeoJSON text, made once per version of the places and kept ready. */
import { setImmediate as breath } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Level } from '../../../shared/places.js';
import { now } from '../../core/clock.js';
import { Db } from '../../core/db.js';
import { problem } from '../../core/problem.js';
import { sha256 } from '../../core/secrets.js';
import { Watch } from '../../core/watch.js';
import { holds, stands } from './places.dates.js';
import { pathRange } from './places.reach.js';
import { PLACES, PlacesService } from './places.service.js';

export interface ShapesText {
  /** A GeoJSON FeatureCollection in WGS-84; properties code, name, kind, level. */
  text: string;
  etag: string;
}
interface Line {
  code: string;
  name: string;
  kind: string;
  geometry: string;
}

const ROWS_AT_ONCE = 250;
/** The maps of a district and its streets; the least used goes first. */
const KEPT = 64;

@Injectable()
export class PlaceShapes implements OnModuleInit {
  private kept = new Map<string, Promise<ShapesText>>();

  constructor(
    private readonly db: Db,
    private readonly watch: Watch,
    private readonly places: PlacesService,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.watch.keep(PLACES, async () => {
      this.kept = new Map();
    });
  }

  /**
   * Outlines that hold now of one level, all or below a place (itself included).
   * @throws not-found when there is no such place
   */
  async get(level: Level, under?: string): Promise<ShapesText> {
    const key = `${level} ${under ?? ''}`;
    const { kept } = this;
    const found = kept.get(key) ?? this.make(level, under);
    kept.delete(key);
    kept.set(key, found);
    if (kept.size > KEPT) kept.delete(kept.keys().next().value ?? '');
    found.catch(() => kept.delete(key));
    return found;
  }

  private async make(level: Level, under: string | undefined): Promise<ShapesText> {
    const path = under === undefined ? '/' : await this.places.pathOf(under);
    if (path === null) throw problem('not-found');
    const [from, to] = pathRange(path);
    const at = now();
    const features: string[] = [];
    for (let after = ''; ; ) {
      const lines = await this.db.read.query<Line>(
        `SELECT p.code, p.name, p.kind, s.geometry FROM place p JOIN place_shape s ON s.place = p.code
         WHERE p.level = ? AND p.code > ? AND p.path >= ? AND p.path < ? AND ${stands('p')} AND ${holds('s')}
         ORDER BY p.code LIMIT ${ROWS_AT_ONCE}`,
        [level, after, from, to, at, at, at],
      );
      features.push(...lines.map((line) => featureOf(line, level)));
      if (lines.length < ROWS_AT_ONCE) break;
      after = lines[lines.length - 1].code;
      await breath();
    }
    const text = `{"type":"FeatureCollection","features":[${features.join(',\n')}]}`;
    return { text, etag: `W/"${sha256(text).slice(0, 24)}"` };
  }
}

/** The geometry is stored as the text that is wanted here. */
const featureOf = ({ geometry, ...properties }: Line, level: Level) =>
  `{"type":"Feature","properties":${JSON.stringify({ ...properties, level })},"geometry":${geometry}}`;
