/** What requests about places may hold. */
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, ValidateNested } from 'class-validator';
import {
  CODE,
  type Datum,
  datums,
  type GridKind,
  gridKinds,
  type Level,
  levelOrder,
  NUMBER_DIGITS,
  type Post,
  posts as postKinds,
} from '../../../shared/places.js';
import { Bool, Int, Num, OneOf, Paging, Text } from '../../core/form.js';
import { DAY } from './places.dates.js';

const DATUMS = Object.keys(datums) as Datum[];
const Code = (o: { optional?: boolean } = {}) => Text({ ...o, max: 24, pattern: CODE, example: '310101001001001' });
/** One line with something on it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
const LINE = /^(?=.*\S)[^\u0000-\u001f\u007f]+$/u;

export class AtQuery {
  @Num({ min: -180, max: 180 })
  lng!: number;

  @Num({ min: -90, max: 90 })
  lat!: number;

  @OneOf(DATUMS, { optional: true })
  datum?: Datum;

  /** Metres, as the phone gives it. */
  @Num({ optional: true, min: 0, max: 100_000 })
  accuracy?: number;
}

export class ShapesQuery {
  @Code({ optional: true })
  under?: string;

  @OneOf(levelOrder, { optional: true })
  level: Level = 'grid';
}

export class PlaceFilter extends Paging {
  @Code({ optional: true })
  parent?: string;

  @OneOf(levelOrder, { optional: true })
  level?: Level;

  /** Part of a name, or the beginning of a code. */
  @Text({ optional: true, max: 60 })
  q?: string;
}

export class NewPlace {
  @OneOf(levelOrder)
  level!: Level;

  @Code()
  code!: string;

  @Text({ max: 80, pattern: LINE })
  name!: string;

  /** Code of the place one level up; absent only for a root. */
  @Code({ optional: true })
  under?: string;

  @OneOf(Object.keys(gridKinds), { optional: true })
  kind?: GridKind;
}

const Day = (o: { optional?: boolean } = {}) => Text({ ...o, max: 10, pattern: DAY, example: '2027-01-01' });

export class PlaceEnd {
  /** The day from which on it is no more; absent: now. */
  @Day({ optional: true })
  on?: string;
}

export class PlaceChange {
  @Text({ optional: true, max: 80, pattern: LINE })
  name?: string;

  @Int({ optional: true, nullable: true, min: 0, max: 1_000_000 })
  households?: number | null;

  @Text({ optional: true, nullable: true, max: 40, pattern: /^[\d+() -]{3,40}$/, example: '021-55501000' })
  supervisionPhone?: string | null;
}

export class PostLine {
  @OneOf(Object.keys(postKinds))
  post!: Post;

  /** Id of a staff account. */
  @Text({ max: 26 })
  account!: string;
}
export class PostList {
  @ApiProperty({ type: [PostLine] })
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => PostLine)
  posts!: PostLine[];
}

export class ImportBody {
  /** The text of a GeoJSON FeatureCollection; up to 64 MB with the rest. */
  @ApiProperty({ type: String })
  @IsString()
  geojson!: string;

  @OneOf(levelOrder)
  level!: Level;

  /** Property that holds the code; `auto` numbers from west to east, then from north to south. */
  @Text({ max: 60 })
  code!: string;

  /** Property that holds the name. */
  @Text({ max: 60 })
  name!: string;

  /** Property that holds the parent's code. */
  @Text({ optional: true, max: 60 })
  parent?: string;

  /** One parent for all. */
  @Code({ optional: true })
  under?: string;

  @OneOf(DATUMS, { optional: true })
  datum?: Datum;

  /** `gb`: digits of the level's length that begin with the parent's code; `free` unless told. */
  @OneOf(['gb', 'free'], { optional: true })
  scheme?: 'gb' | 'free';

  /** Digits of the running number that `auto` gives, and with `gb` of a grid's; 3 unless told. */
  @Int({ optional: true, min: NUMBER_DIGITS.least, max: NUMBER_DIGITS.most })
  width?: number;

  /** What new grids are; 专属网格 may lie over others. */
  @OneOf(Object.keys(gridKinds), { optional: true })
  kind?: GridKind;

  @Bool({ optional: true })
  allowOverlaps?: boolean;

  @Bool({ optional: true })
  allowGaps?: boolean;

  /** The day from which on the outlines hold; absent: now. */
  @Day({ optional: true })
  since?: string;

  /** Id of the import as it was opened, by which it is watched and stopped. */
  @Text({ optional: true, max: 26 })
  run?: string;

  /** Reports what would happen and changes nothing. */
  @Bool()
  dryRun!: boolean;
}
