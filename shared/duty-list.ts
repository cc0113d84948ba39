// How the duty list is read: an item by its code, items by what somebody types, and the stop rules.
import type { CaseKind } from './case.js';
import { common, type DutyItem, groups, items } from './duty-items.js';

export {
  type DutyItem,
  type GroupKey,
  groups,
  items,
  type LeadKey,
  leads,
  type Step,
  type StopKey,
} from './duty-items.js';
export { type Stopped, stopInWords, stops, stopWords } from './duty-stops.js';

const byCode = new Map(items.map((item) => [item.code, item]));

/** The items that are reported most, in the order in which they are offered. */
export const commonItems: readonly DutyItem[] = items.filter((item) => common.includes(item.code));

/** The item with this code, or undefined. */
export const itemOf = (code: string): DutyItem | undefined => byCode.get(code);

/**
 * Items for what somebody typed, best first: a word (路灯), the beginning of one (路), or a whole sentence.
 * A longer keyword weighs more than several short ones, because it says more. Nothing found: an empty list.
 */
export function findItems(words: string): DutyItem[] {
  const text = plain(words);
  if (!text) return [];
  return items
    .map((item) => ({ item, score: scoreOf(item, text) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score)
    .map((hit) => hit.item);
}

/** Words that say what kind it is more clearly than the item does; the first that is found counts. */
const kindInWords: readonly (readonly [CaseKind, RegExp])[] = [
  ['praise', /表扬|感谢|锦旗|点赞/],
  ['question', /请问|想问|咨询|怎么办理|在哪里办/],
  ['suggestion', /建议/],
];

/** The kind of case that a report most likely is, so that nobody need be asked: by its words, else by its item. */
export function kindOf(itemCode: string | null | undefined, words: string): CaseKind {
  const said = kindInWords.find(([, sign]) => sign.test(words));
  if (said) return said[0];
  const item = itemCode ? itemOf(itemCode) : undefined;
  return item ? (item.kind ?? groups[item.group].kind) : 'help';
}

function plain(words: string): string {
  return words.toLowerCase().replace(/[\s\p{P}]+/gu, '');
}

function scoreOf(item: DutyItem, text: string): number {
  let score = 0;
  for (const word of item.keywords) {
    const keyword = word.toLowerCase();
    if (text === keyword) score += 1000;
    else if (text.includes(keyword)) score += keyword.length ** 2;
    else if (keyword.startsWith(text)) score += 1;
  }
  const name = plain(item.name);
  if (name === text) score += 2000;
  else if (name.includes(text)) score += 2;
  return score;
}
