/** 并案 in one press, with the way back offered for as long as one may notice a slip. */
import { App, Button } from 'antd';
import type { SimilarCase } from '../../../shared/desk.js';
import { sayCaseNumber } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';
import { newKey } from '../../lib/api.js';
import { useAct } from '../../lib/cases.js';
import { messageOf } from '../../lib/words.js';

const UNDO_SECONDS = 8;

/** @param onDone the case is merged and stays so, as far as one knows now */
export function useMerge(id: string, onDone: () => void) {
  const { message } = App.useApp();
  const act = useAct(id);
  const say = (problem: unknown) => void message.error(messageOf(problem));
  const undo = async ({ number, version }: CaseView) => {
    message.destroy('acted');
    try {
      await act.mutateAsync({ action: 'unmerge', version, input: { words: '按错了，撤销并案' }, key: newKey() });
      void message.success(`已撤销并案 ${sayCaseNumber(number)}`);
    } catch (problem) {
      say(problem);
    }
  };
  return async (view: CaseView, main: SimilarCase) => {
    if (act.isPending) return;
    try {
      const input = { main: main.id };
      const merged = await act.mutateAsync({ action: 'merge', version: view.version, input, key: newKey() });
      void message.open({
        key: 'acted',
        type: 'success',
        duration: UNDO_SECONDS,
        content: (
          <>
            {sayCaseNumber(view.number)} 已并入 {sayCaseNumber(main.number)}
            {merged.can.includes('unmerge') && (
              <Button type="link" size="small" onClick={() => void undo(merged)}>
                撤销并案
              </Button>
            )}
          </>
        ),
      });
      onDone();
    } catch (problem) {
      say(problem);
    }
  };
}
