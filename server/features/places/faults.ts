/** What is wrong with an import: one sentence for people, one stable word for programs, and the place on the map. */
import type { Position } from 'geojson';

export type FaultKind =
  /** The file. */
  | 'json'
  | 'not-a-collection'
  | 'empty'
  /** The outline. */
  | 'geometry-type'
  | 'not-a-number'
  | 'metres'
  | 'off-earth'
  | 'few-points'
  | 'crossing'
  | 'nested'
  /** The code. */
  | 'no-code'
  | 'bad-code'
  | 'doubled-code'
  | 'no-parent'
  | 'unknown-parent'
  /** The outline among its neighbours. */
  | 'overlap'
  | 'outside-parent'
  | 'gap'
  | 'unchecked';

export interface Fault {
  kind: FaultKind;
  /** Number of the feature in the file, the first is 1; 0 where the fault is not in one feature. */
  feature: number;
  code?: string;
  /** A sentence in Chinese, without number and code of the feature. */
  reason: string;
  /** Where, longitude and latitude in WGS-84. */
  at?: Position;
  /** How large, in m². */
  area?: number;
  /** Code of the other grid of an overlap, or of a grid beside a gap. */
  other?: string;
}
