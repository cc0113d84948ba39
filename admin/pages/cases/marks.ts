/** Conditions that are on or off, as the filters offer them and the chips name them. */
import type { CaseFilter } from '../../lib/cases.js';

export const marks = {
  pressed: { label: '督办中', value: true },
  task: { label: '等本单位协作', value: 'mine' },
  checker: { label: '抽中我核查', value: 'me' },
} as const satisfies { [K in keyof CaseFilter]?: { label: string; value: CaseFilter[K] } };
export const markOrder = Object.keys(marks) as (keyof typeof marks)[];
