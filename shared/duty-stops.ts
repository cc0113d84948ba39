// Dangers that must be telephoned and are never queued, and the words that give them away.
import type { StopKey } from './duty-items.js';

/** What is shown instead of the form: a sentence and a button that calls. */
export const stops: Record<StopKey, { label: string; call: string; words: string }> = {
  fire: {
    label: '火灾',
    call: '119',
    words: '着火请马上打 119，先离开危险的地方，不要坐电梯。这里的上报要等人处理，来不及。',
  },
  gas: {
    label: '燃气泄漏',
    call: '119',
    words: '先不要开关电器、不要在屋里打电话。开窗、关阀，到屋外再打 119。',
  },
  medical: {
    label: '急病或受伤',
    call: '120',
    words: '请马上打 120，说清地点和病人的情况，留一个人在路口接救护车。',
  },
  rescue: {
    label: '有人被困或遇险',
    call: '119',
    words: '请马上打 119。电梯里的人请按警铃，不要扒门；有人落水请不要盲目下水。',
  },
  crime: {
    label: '违法犯罪或人身危险',
    call: '110',
    words: '请马上打 110，先保护好自己。不便说话时可以发短信到 12110。',
  },
};

/**
 * Why something is not taken down. `words` may be wrong (保安抓住了小偷): whoever reports says 不是紧急情况 and goes on, and
 * staff are only told. `item` is what the duty list says of the item: nobody passes it.
 */
export interface Stopped {
  stop: StopKey;
  by: 'words' | 'item';
}

/** Words that raise a stop, the most dangerous kind first; the first kind that is found counts. */
export const stopWords: Record<StopKey, readonly string[]> = {
  fire: ['着火', '着了火', '起火', '失火', '发生火灾', '冒浓烟', '烧起来', '火很大', '爆炸'],
  gas: ['煤气泄漏', '燃气泄漏', '煤气漏', '燃气漏', '漏煤气', '漏燃气', '煤气味', '燃气味', '煤气中毒'],
  medical: [
    '昏迷',
    '昏倒',
    '晕倒',
    '没有呼吸',
    '没呼吸',
    '叫不醒',
    '抽搐',
    '大出血',
    '血流不止',
    '突发心脏病',
    '突发心梗',
    '突发中风',
    '叫救护车',
    '摔倒起不来',
    '吞了药',
  ],
  rescue: ['落水', '掉河里', '掉进河', '困在电梯', '被困电梯', '关在电梯', '电梯里有人', '被埋', '掉进井', '触电'],
  crime: [
    '抢劫',
    '抢包',
    '持刀',
    '拿刀',
    '砍人',
    '杀人',
    '绑架',
    '被偷',
    '偷了',
    '小偷',
    '入室',
    '打架',
    '打人',
    '家暴',
    '被骗',
    '诈骗',
    '强奸',
    '猥亵',
    '跳楼',
    '要跳下',
    '轻生',
    '割腕',
    '吸毒',
    '贩毒',
  ],
};

/** Directly before a word these say that it has not happened: 容易着火, 怕打架, 打不着火. */
const notYet: readonly string[] = [
  '容易',
  '怕',
  '担心',
  '万一',
  '要是',
  '如果',
  '可能',
  '可能会',
  '会不会',
  '就会',
  '真会',
  '防止',
  '防',
  '预防',
  '避免',
  '以免',
  '免得',
  '差点',
  '差一点',
  '险些',
  '谨防',
  '反',
  '不',
  '没',
];

/** In the same clause these say that it was another time, or only talk: 上个月垃圾房着火以后, 反诈骗宣传. */
const notNow: readonly string[] = ['去年', '前年', '上个月', '上周', '以前', '曾经', '住院', '出院', '宣传'];

/** Anywhere in the words these say that it is over; a crime that is over still belongs to 110. */
const isOver: readonly string[] = ['已经扑灭', '已扑灭', '火灭了', '已经灭了', '已经救', '已救'];

/** Raised by the words alone: the kind of danger, or null. Rather once too often than once too late. */
export function stopInWords(words: string): StopKey | null {
  const over = isOver.some((sign) => words.includes(sign));
  const clauses = words.replace(/[ \t]+/g, '').split(/[，。！？；、,.!?;\n]+/);
  const kinds = Object.keys(stopWords) as StopKey[];
  const found = kinds.find((key) => {
    if (key === 'crime') return clauses.some((clause) => happens(clause, key));
    return !over && clauses.some((clause) => !notNow.some((sign) => clause.includes(sign)) && happens(clause, key));
  });
  return found ?? null;
}

function happens(clause: string, key: StopKey): boolean {
  return stopWords[key].some((word) => {
    for (let at = clause.indexOf(word); at >= 0; at = clause.indexOf(word, at + word.length)) {
      const before = clause.slice(0, at);
      if (!notYet.some((hedge) => before.endsWith(hedge))) return true;
    }
    return false;
  });
}
