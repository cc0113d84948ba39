/** One action of a resident on a case: the form that the flow table asks for, drawn as it stands there. */
import { View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { actionRow, isAction } from '../../../shared/case-flow';
import { sayCaseNumber } from '../../../shared/say';
import type { CaseView } from '../../../shared/views';
import { CardShapes, Empty } from '../../components/await';
import { Fault } from '../../components/fault';
import { FieldsForm, type FormValue } from '../../components/fields-form';
import { OwnCase, useOwnCase } from '../../components/own-case';
import { Screen } from '../../components/screen';
import { Button } from '../../components/tap';
import { act, faultsIn } from '../../lib/act';
import { toFailure } from '../../lib/api';
import { goBack } from '../../lib/back';
import { confirm } from '../../lib/confirm';
import { forgetForm, keepForm, keptForm } from '../../lib/kept-form';
import { preparing } from '../../lib/preparing';
import { newKey } from '../../lib/random';
import { sayFaults } from '../../lib/say-faults';
import { useStore } from '../../lib/store';
import { sayItem } from '../../lib/words';
import { intros, sends } from './intros';
import { answersTo, formFor, shownFor } from './turn';
import './index.scss';

export default function ActPage() {
  const { id = '', action: name = '' } = useRouter().params;
  const load = useOwnCase(id);
  if (!isAction(name)) return null;
  if (load.data) return <Act key={id} view={load.data} name={name} again={load.again} />;
  return (
    <Screen title={actionRow(name).label}>
      <OwnCase load={load} shape={<CardShapes count={2} />}>
        {() => null}
      </OwnCase>
    </Screen>
  );
}

interface ActProps {
  view: CaseView;
  name: Parameters<typeof act>[1];
  again: () => Promise<void>;
}

function Act({ view, name, again }: ActProps) {
  const { base, start } = formFor(name);
  const [value, setValue] = useState<FormValue>(start);
  const [wrong, setWrong] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const waits = useStore(preparing) > 0;
  const [consents, setConsents] = useState(true);
  // The same key while the same words are tried again: sent twice, it is still done once.
  const key = useRef(newKey());
  // Whoever began to type before the storage answered goes on with that.
  const touched = useRef(false);
  const { action, fields } = shownFor(base, value);
  const row = actionRow(action);
  const form = `${view.id}/${base}`;
  useEffect(() => {
    void keptForm(form).then((last) => {
      if (!last || touched.current) return;
      key.current = last.key;
      // Whoever pressed 不认可 has answered that question now, whatever they answered before.
      setValue({ ...last.value, ...formFor(name).start });
    });
  }, [form, name]);
  const fill = (next: FormValue) => {
    touched.current = true;
    setValue(next);
    // What was changed is no longer known to be wrong.
    setWrong((was) =>
      Object.fromEntries(Object.entries(was).filter(([field]) => field && next[field] === value[field])),
    );
    key.current = newKey();
    void keepForm(form, { key: key.current, value: next });
  };

  const done = async () => {
    void forgetForm(form);
    await goBack(`/pages/case/index?id=${view.id}`);
  };
  const say = (found: Record<string, string>) => sayFaults(fields, found);
  const send = async () => {
    const answers = answersTo(action, value);
    const found = faultsIn(action, answers);
    const open = Object.keys(fields).filter((field) => found[field]);
    // They may stand above what is on the screen.
    setWrong(
      open.length > 0 ? { ...say(found), '': `请看标出的地方：${open.map((f) => fields[f].label).join('、')}` } : {},
    );
    if (open.length > 0) return;
    if (
      row.grave &&
      !(await confirm({ title: `${row.label}这件诉求？`, words: intros[action] ?? '', yes: `确定${row.label}` }))
    )
      return;
    setBusy(true);
    let sent = value;
    try {
      await act(view, action, answers, key.current, (photos) => {
        sent = { ...sent, ...photos };
        setValue(sent);
        void keepForm(form, { key: key.current, value: sent });
      });
      await done();
    } catch (e) {
      const failure = toFailure(e);
      // Each change makes a new key: what was done under this one was the same, and only its answer was lost.
      if (failure.code === 'idempotency.other-content') return done();
      setConsents(failure.code !== 'consent.required');
      if (failure.code === 'case.moved-meanwhile') {
        await again();
        key.current = newKey();
        void keepForm(form, { key: key.current, value: sent });
      }
      setWrong({
        ...say(failure.errors),
        '':
          failure.code === 'offline'
            ? `${failure.title}，写的内容还在，有信号时再按一次。`
            : failure.detail || failure.title,
      });
    }
    setBusy(false);
  };

  if (!view.can.includes(action))
    return (
      <Screen title={row.label}>
        <Empty title={`现在不能${row.label}`} words={view.cannot[action] ?? '这件诉求刚刚有了变化，请看最新进展。'}>
          <Button words="看最新进展" onTap={() => void goBack(`/pages/case/index?id=${view.id}`)} />
        </Empty>
      </Screen>
    );
  return (
    <Screen
      title={row.label}
      foot={
        <>
          <Fault words={wrong['']} />
          {!consents && <Button words="去看说明" onTap={() => void Taro.navigateTo({ url: '/pages/privacy/index' })} />}
          <Button
            look={row.grave ? 'grave' : 'main'}
            words={busy ? '正在提交…' : waits ? '照片处理中…' : row.grave ? row.label : (sends[action] ?? '提交')}
            disabled={busy || waits}
            onTap={() => void send()}
          />
        </>
      }
    >
      <View className="act-case">
        <View className="strong">{sayItem(view.item)}</View>
        <View className="hint">{`编号 ${sayCaseNumber(view.number)}`}</View>
        {intros[action] && <View className="act-intro">{intros[action]}</View>}
      </View>
      <FieldsForm fields={fields} value={value} faults={wrong} onChange={fill} />
    </Screen>
  );
}
