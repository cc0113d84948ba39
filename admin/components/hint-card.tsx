/** A hint with what was seen, the cases to compare, and what the supervision desk makes of it: two answers, and words. */
import { App, Button, Input, Space } from 'antd';
import { useState } from 'react';
import { type HintFinding, hintFindings, hintKinds } from '../../shared/hints.js';
import { sayCaseNumber } from '../../shared/say.js';
import type { Hint } from '../../shared/views.js';
import { useFindHint } from '../lib/hints.js';
import { messageOf } from '../lib/words.js';
import { CaseLink } from './case-link.js';
import { PhotoStrip } from './photo-strip.js';
import { At, ToneTag } from './tags.js';
import './hint-card.css';

export function HintCard({ hint }: { hint: Hint }) {
  return (
    <div className="hint-card">
      <b>{hintKinds[hint.kind].label}</b>
      <p>{hint.seen}</p>
      <p>
        <CaseLink id={hint.case.id}>事件 {sayCaseNumber(hint.case.number)}</CaseLink>
        {hint.other && (
          <>
            {' '}
            · 对比 <CaseLink id={hint.other.id}>{sayCaseNumber(hint.other.number)}</CaseLink>
          </>
        )}
      </p>
      {hint.photos.length > 0 && <PhotoStrip photos={hint.photos} name="对比照片" />}
      <FindingOf hint={hint} />
    </div>
  );
}

function FindingOf({ hint }: { hint: Hint }) {
  const { message } = App.useApp();
  const [words, setWords] = useState('');
  const { mutateAsync, isPending } = useFindHint();
  const said = async (finding: HintFinding) => {
    try {
      await mutateAsync({ id: hint.id, finding, ...(words.trim() ? { words: words.trim() } : {}) });
      void message.success('已记下');
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  if (hint.finding) {
    return (
      <div>
        <ToneTag tone={hint.finding === 'fine' ? 'done' : 'late'}>{hintFindings[hint.finding]}</ToneTag>
        {hint.words && <div>{hint.words}</div>}
        <div className="quiet">
          {hint.foundBy} · <At at={hint.foundAt} />
        </div>
      </div>
    );
  }
  return (
    <Space orientation="vertical" size={8} className="hint-found">
      <Input
        aria-label="核对说明"
        placeholder="核对说明（可以不写）"
        maxLength={500}
        value={words}
        onChange={(e) => setWords(e.target.value)}
      />
      <Space>
        <Button loading={isPending} onClick={() => void said('fine')}>
          没有问题
        </Button>
        <Button loading={isPending} onClick={() => void said('wrong')}>
          确有问题
        </Button>
      </Space>
    </Space>
  );
}
