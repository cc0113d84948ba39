/** One box for numbers, words and telephones: words search as they are typed, digits wait for Enter. */
import { SearchOutlined } from '@ant-design/icons';
import { App, Input, type InputRef } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { wordsIn } from '../../../shared/terms.js';
import { type CaseFilter, usePhoneSearch } from '../../lib/cases.js';
import { useKeys } from '../../lib/keys.js';
import { useMay } from '../../lib/session.js';
import { useSettled } from '../../lib/settled.js';
import { messageOf } from '../../lib/words.js';

interface Props {
  filter: CaseFilter;
  onChange: (change: { [K in 'q' | 'tel']?: string | undefined }) => void;
}

const digitsIn = (typed: string) => typed.replace(/[\s-]/g, '');
/** What is no case number and no end of one that people read out: the last four digits of a telephone, or all of it. */
const isPhone = (typed: string): boolean => /^(\d{4}|1[3-9]\d{9})$/.test(digitsIn(typed));

/** A number is read out in groups; it is looked up without the gaps. */
const asAsked = (typed: string): string | undefined => {
  const q = typed.trim();
  return (/^[\d ]+$/.test(q) ? q.replace(/ /g, '') : q) || undefined;
};
/** Numbers wait for Enter: who types more than four digits means no telephone's end. */
const asksItself = (typed: string) => wordsIn(typed).length > 0 && !/^[\d -]+$/.test(typed.trim());

export function SearchBox({ filter, onChange }: Props) {
  const { message } = App.useApp();
  const mayLook = useMay('case.reveal') !== undefined;
  const byPhone = usePhoneSearch();
  const box = useRef<InputRef>(null);
  const [typed, setTyped] = useState(filter.q ?? '');
  const [short, setShort] = useState(false);
  const composing = useRef(false);
  const settled = useSettled(typed, 300);
  // What is being typed stays as it is; only an address that says something else takes its place.
  useEffect(() => setTyped((was) => (asAsked(was) === filter.q ? was : (filter.q ?? ''))), [filter.q]);
  useEffect(() => {
    const q = asAsked(settled);
    if (!composing.current && q !== filter.q && asksItself(settled)) onChange({ q, tel: undefined });
    // Only when somebody typed: an address that was gone back to must not be changed again.
  }, [settled]);
  useKeys({ '/': () => box.current?.focus({ cursor: 'all' }) });

  /** The number goes in the body, is noted, and leaves the screen: the address holds a token of it. */
  const look = async (phone: string) => {
    setTyped('');
    try {
      onChange({ q: undefined, tel: (await byPhone.mutateAsync(phone)).tel });
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  const enter = () => {
    if (mayLook && isPhone(typed)) return look(digitsIn(typed));
    const q = asAsked(typed);
    if (q && wordsIn(q).length === 0) return setShort(true);
    onChange({ q, tel: undefined });
    box.current?.blur();
  };
  return (
    <div className="search">
      <Input
        ref={box}
        aria-label="按编号或内容搜索"
        aria-describedby={short ? 'search-short' : undefined}
        placeholder="编号、内容、地点（按 / 到这里）"
        title={`编号或编号的后五位；内容、地址、回复、地点里的两个字以上，空格隔开几个词${mayLook ? '；电话后四位或手机号，有审计记录' : ''}`}
        prefix={<SearchOutlined aria-hidden />}
        allowClear
        value={typed}
        {...(short ? { status: 'warning' as const } : {})}
        onChange={(e) => {
          setTyped(e.target.value);
          setShort(false);
          if (e.target.value === '') onChange({ q: undefined });
        }}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={() => {
          composing.current = false;
        }}
        onPressEnter={() => void enter()}
      />
      {short && (
        <p id="search-short" className="hint" role="status">
          至少两个字
        </p>
      )}
    </div>
  );
}
