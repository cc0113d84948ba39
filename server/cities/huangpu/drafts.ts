// From a telling to a draft of a case: with a place, an address, a reporter and a picture, but without a time.
import type { CaseKind } from '../../../shared/case.js';
import type { DemoCase, DemoResident } from '../city.js';
import type { Script } from './script.js';
import type { Chance } from './seeded.js';
import type { Spot, Spots } from './spots.js';
import type { Story, Turn } from './stories/story.js';

/** One telling of a story, before it has a time. */
export interface Draft {
  item: string;
  kind: CaseKind;
  source: DemoCase['source'];
  words: string;
  motif: Story['motif'];
  shown: boolean;
  spot: Spot | null;
  address: string | null;
  place: DemoCase['place'];
  resident: DemoResident | null;
  variant: number;
  play(script: Script): unknown;
}

type Telling = Pick<Turn, 'item' | 'kind' | 'source' | 'spot' | 'motif' | 'shown' | 'words' | 'where' | 'play'>;

/** `n` counts the drafts: it chooses the variant of the picture. */
export function draftOf(
  t: Telling,
  spot: Spot | null,
  residents: readonly DemoResident[],
  dice: Chance,
  n: number,
): Draft {
  const source = t.source ?? 'resident';
  // A few people report more than others, so that the demonstration's first residents have a history.
  const resident = source === 'resident' ? (dice.share(0.14) ? residents[n % 3] : dice.pick(residents)) : null;
  const lane = dice.between(12, 480);
  return {
    item: t.item,
    kind: t.kind ?? 'complaint',
    source,
    words: filled(t.words, spot),
    motif: t.motif,
    shown: t.shown !== false && dice.share(0.85),
    spot,
    address: spot && addressOf(t.spot, spot, lane, dice),
    place: placeOf(t, spot, dice),
    resident,
    variant: 1 + (n % 4),
    play: t.play,
  };
}

function placeOf(t: Telling, spot: Spot | null, dice: Chance): DemoCase['place'] {
  if (spot) return { lng: spot.lng, lat: spot.lat, accuracy: dice.between(6, 35) };
  // 400 m west of the demo area: farther than "nearest" reaches.
  return t.where === 'outside' ? { lng: 121.457, lat: 31.2285 + dice.between(0, 300) / 1e5, accuracy: 20 } : null;
}

export function spotFor(spot: Story['spot'], spots: Spots, dice: Chance): Spot {
  return spot === 'street' || spot === 'home' ? spots.any(dice) : spots.inGrid(dice, spot);
}

const near = (spot: Spot) => (spot.cross ? `${spot.road}近${spot.cross}` : `${spot.road}${spot.number}号附近`);

function filled(words: string, spot: Spot | null): string {
  if (!spot) return words;
  return words.replace('{near}', near(spot)).replace('{road}', spot.road).replace('{no}', String(spot.number));
}

function addressOf(kind: Story['spot'], spot: Spot, lane: number, dice: Chance): string {
  if (kind === 'home') {
    const room = `${dice.between(1, 6)}0${dice.between(1, 4)}`;
    return `${spot.road}${lane}弄${dice.between(1, 18)}号${dice.share(0.6) ? `${room}室` : '门口'}`;
  }
  if (kind !== 'street') return dice.pick([`${kind}正门`, `${kind}（${spot.road}一侧）`]);
  return dice.pick([`${spot.road}${spot.number}号门口`, near(spot), `${spot.road}${spot.number}号对面`]);
}
