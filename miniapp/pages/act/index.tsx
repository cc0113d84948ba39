/** One action of a resident on a case: the form that the flow table asks for, drawn as it stands there. */
import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useEffect, useRef, useState } from 'react';
import { actionRow, isAction } from '../../../shared/case-flow';
import { sayCaseNumber } from '../../../shared/say';
import type { CaseView } from '../../../shared/views';
import { Await, CardShapes, Empty } from '../../components/await';
import { Fault } from '../../components/fault';
import { FieldsForm, type FormValue } from '../../components/fields-form';
import { Screen } from '../../components/screen';
import { Button } from '../../components/tap';
import { act, faultsIn } from '../../lib/act';
import { call, toFailure } from '../../lib/api';
import { goBack } from '../../lib/back';
import { confirm } from '../../lib/confirm';
import { forgetForm, keepForm, keptForm } from '../../lib/kept-form';
import { newKey } from '../../lib/random';
import { sayFaults } from '../../lib/say-faults';
import { useLoad } from '../../lib/use-load';
import { sayItem } from '../../lib/words';
import { intros, sends } from './intros';
import { answersTo, formFor, shownFor } from './turn';
import './index.scss';

export default function ActPage() {
  const { id = '', action: name = '' } = useRouter().params;
  const load = useLoad(() => call<CaseView>('GET', `/cases/${id}`), id);
  if (!isAction(name)) return null;
  const row = actionRow(name);
  return (
    <Await
      load={load}
      shape={
        <Screen title={row.label}>
          <CardShapes count={2} />
        </Screen>
      }
    >
      {(view) => <Act key={view.id} view={view} name={name} again={load.again} />}
    </Await>
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

  const say = (found: Record<string, string>) => sayFaults(fields, found);
  const send = async () => {
    const answers = answersTo(action, value);
    const found = faultsIn(action, answers);
    setWrong(Object.keys(found).length > 0 ? { ...say(found), '': '请看标出的地方' } : {});
    if (Object.keys(found).length > 0) return;
    if (
      row.grave &&
      !(await confirm({ title: `${row.label}这件诉求？`, words: intros[action] ?? '', yes: `确定${row.label}` }))
    )
      return;
    setBusy(true);
    try {
      await act(view, action, answers, key.current);
      void forgetForm(form);
      await goBack(`/pages/case/index?id=${view.id}`);
    } catch (e) {
      const failure = toFailure(e);
      if (failure.code === 'case.moved-meanwhile') {
        await again();
        key.current = newKey();
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
          <Button
            look={row.grave ? 'grave' : 'main'}
            words={busy ? '正在提交…' : row.grave ? row.label : (sends[action] ?? '提交')}
            disabled={busy}
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
