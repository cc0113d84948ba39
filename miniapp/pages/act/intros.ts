/** What a resident should know before an action, in a sentence. */
import type { Action } from '../../../shared/case-flow';

export const intros: Partial<Record<Action, string>> = {
  supply: '您补充后，马上接着办。',
  add: '补充的情况会马上告诉办理的人。',
  urge: '一天可以催一次，办理的人会收到提醒。',
  confirm: '两个问题，分开回答。您的评价记在这件事上，不记在个人头上。',
  disagree: '会转给监督中心复核，不是交回原来的人自己看。请写下哪里没有办好，最好有照片。',
  appeal: '提交后由监督中心复核是否应当受理。',
  withdraw: '撤回后不再办理，也不能恢复；需要时可以重新上报。',
};

/** What its button says where it is more than 提交. */
export const sends: Partial<Record<Action, string>> = {
  disagree: '提交，转监督中心复核',
};
