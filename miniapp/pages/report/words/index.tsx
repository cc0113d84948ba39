/** 上报 4: in one's own words, and off it goes. Signing in and the consent are asked for here, with the same press. */
import { View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';
import { kinds, reportForm } from '../../../../shared/case';
import { itemOf, kindOf, type Stopped, stopInWords } from '../../../../shared/duty-list';
import { clean, type Fields, faults } from '../../../../shared/fields';
import type { Settings } from '../../../../shared/views';
import { Choice } from '../../../components/choice';
import { Fault } from '../../../components/fault';
import { FieldsForm } from '../../../components/fields-form';
import { Screen } from '../../../components/screen';
import { ConsentWords } from '../../../components/sign-in-panel';
import { Step } from '../../../components/steps';
import { StopPanel } from '../../../components/stop-panel';
import { Button } from '../../../components/tap';
import { TextInput } from '../../../components/text-input';
import { type Failure, toFailure } from '../../../lib/api';
import { answersOf, changeDraft, type Draft, draft, putDraft, reportOf } from '../../../lib/draft';
import { signingIn } from '../../../lib/identity';
import { sendingNow, submit } from '../../../lib/outbox';
import { preparing } from '../../../lib/preparing';
import { useQuestions } from '../../../lib/questions';
import { sayFaults } from '../../../lib/say-faults';
import { mayReport, me } from '../../../lib/session';
import { settings } from '../../../lib/settings';
import { useStore } from '../../../lib/store';

type Faults = Record<string, string>;

export default function ReportWords() {
  const mine = useStore(draft);
  const who = useStore(me);
  const doing = useStore(sendingNow);
  const waits = useStore(preparing) > 0;
  // Whether one can sign in here is a setting, and what is for the telephone.
  const stops = useStore(settings)?.stops ?? {};
  const [wrong, setWrong] = useState<Faults>({});
  const [stop, setStop] = useState<Stopped | null>(null);
  const [busy, setBusy] = useState(false);
  const known = mayReport(who);
  const asked = useQuestions(mine.item, mine.place);
  const questions = asked ?? {};

  const send = async () => {
    const mine = draft.get();
    const danger = dangerIn(mine, stops);
    const found = danger ? {} : faultsOf(mine, questions);
    setStop(danger);
    setWrong(found);
    if (danger || Object.keys(found).length > 0) return;
    setBusy(true);
    if (asked) settle(mine, asked);
    try {
      const reported = await submit();
      const about = reported ? `id=${reported.id}&number=${reported.number}` : `key=${mine.key}`;
      await Taro.reLaunch({ url: `/pages/report/done/index?${about}` });
    } catch (e) {
      const failure = toFailure(e);
      if (failure.code === 'case.stopped') setStop(failure.body.more as Stopped);
      else setWrong(sayFailure(failure, questions));
    }
    setBusy(false);
  };

  const goOn = async () => {
    await putDraft({ ...draft.get(), notUrgent: true });
    await send();
  };

  if (stop)
    return (
      <Screen title="我要上报">
        <StopPanel
          {...stop}
          onBack={() => setStop(null)}
          onGoOn={stop.by === 'words' ? () => void goOn() : undefined}
        />
      </Screen>
    );
  return (
    <Screen
      title="我要上报"
      foot={
        <>
          <Fault words={wrong['']} />
          <Button
            look="main"
            words={busy ? doing || '正在提交…' : waits ? '照片处理中…' : known ? '提交' : '同意说明并提交'}
            disabled={busy || waits || !signingIn.can()}
            onTap={() => void send()}
          />
        </>
      }
    >
      <Step nth={4} question="说说情况" />
      <TextInput
        hideLabel
        lines
        label={reportForm.words.label}
        hint={reportForm.words.hint}
        max={reportForm.words.max}
        value={mine.words}
        fault={wrong.words}
        onChange={(words) => changeDraft({ words, notUrgent: false })}
      />
      <What mine={mine} fault={wrong.item} />
      <Asked mine={mine} questions={questions} faults={wrong} />
      <Contact mine={mine} faults={wrong} phone={who?.phone ?? null} />
      {!known && (
        <View className="card">
          {signingIn.can() ? (
            <ConsentWords />
          ) : (
            <View className="hint">请在微信里打开小程序提交；写的内容都存着。</View>
          )}
        </View>
      )}
    </Screen>
  );
}

/** What was chosen before, what will be done about it, and of what kind it is. */
function What({ mine, fault }: { mine: Draft; fault?: string }) {
  const [open, setOpen] = useState(false);
  const item = mine.item ? itemOf(mine.item) : undefined;
  const kind = mine.kind ?? kindOf(mine.item, mine.words);
  return (
    <View className="card">
      <View className="row">
        <View className="row-grow strong">{item?.name ?? '还没有选是什么问题'}</View>
        <Button
          look="link"
          words={item ? '更改' : '去选'}
          label="更改是什么问题"
          onTap={() => void Taro.navigateTo({ url: '/pages/report/what/index?change=1' })}
        />
      </View>
      {item?.notice && <View className="hint">{item.notice}</View>}
      <Fault words={fault} />
      <View className="row">
        <View className="row-grow hint">{`按“${kinds[kind]}”办理`}</View>
        <Button look="link" words={open ? '收起' : '换一种'} label="换一种诉求类型" onTap={() => setOpen(!open)} />
      </View>
      {open && (
        <Choice options={kinds} value={[kind]} onChange={([next]) => changeDraft({ kind: next as typeof kind })} />
      )}
    </View>
  );
}

/** What the office needs to know about this very item. */
function Asked({ mine, questions, faults: wrong }: { mine: Draft; questions: Fields; faults: Faults }) {
  const { item } = mine;
  if (!item || Object.keys(questions).length === 0) return null;
  return (
    <View className="card">
      <FieldsForm
        fields={questions}
        value={answersOf(mine) ?? {}}
        faults={wrong}
        onChange={(given) => changeDraft({ answers: { item, given } })}
      />
    </View>
  );
}

function Contact({ mine, faults: wrong, phone }: { mine: Draft; faults: Faults; phone: string | null }) {
  const begun = !!(mine.contactName || mine.contactPhone);
  const [open, setOpen] = useState(begun);
  if (!open)
    return (
      <View className="card row">
        <View className="row-grow">
          <View>联系电话</View>
          <View className="hint">{phone ? `用您存的 ${phone}` : '可以不留；进展在“消息”里也看得到'}</View>
        </View>
        <Button look="link" words={phone ? '换一个' : '留电话'} onTap={() => setOpen(true)} />
      </View>
    );
  return (
    <View className="card">
      <TextInput
        label="怎么称呼您（可以不写）"
        value={mine.contactName}
        max={reportForm.contactName.max}
        fault={wrong.contactName}
        onChange={(contactName) => changeDraft({ contactName })}
      />
      <TextInput
        label="联系电话（可以不写）"
        kind="phone"
        hint={reportForm.contactPhone.hint}
        value={mine.contactPhone}
        fault={wrong.contactPhone}
        onChange={(contactPhone) => changeDraft({ contactPhone })}
      />
    </View>
  );
}

function dangerIn({ item, words, notUrgent }: Draft, stops: Settings['stops']): Stopped | null {
  const chosen = item && stops[item];
  if (chosen) return { stop: chosen, by: 'item' };
  const said = notUrgent ? null : stopInWords(words);
  return said && { stop: said, by: 'words' };
}

function faultsOf(mine: Draft, questions: Fields): Faults {
  return {
    ...sayFaults(questions, faults(questions, given(mine, questions))),
    ...sayFaults(reportForm, faults(reportForm, reportOf(mine))),
  };
}
/** Answers to what is asked now; what was asked before and is no more is left out. */
const given = (mine: Draft, questions: Fields): Record<string, unknown> => clean(questions, answersOf(mine) ?? {});

function settle(mine: Draft, questions: Fields): void {
  const some = mine.item && Object.keys(questions).length > 0;
  changeDraft({ answers: mine.item && some ? { item: mine.item, given: given(mine, questions) } : null });
}

/** What the server found wrong, by field; what belongs to no field of this page stands above the button. */
function sayFailure(failure: Failure, questions: Fields): Faults {
  if (failure.code !== 'input.invalid') return { '': [failure.title, failure.detail].filter(Boolean).join('。') };
  const said = sayFaults({ ...questions, ...reportForm }, failure.errors);
  const shown = ['words', 'item', 'contactName', 'contactPhone', ...Object.keys(questions)];
  const rest = Object.keys(said).filter((key) => !shown.includes(key));
  const isSaid = Object.keys(said).length > rest.length;
  const words = failure.detail || (rest.length > 0 ? said[rest[0]] : isSaid ? '' : failure.title);
  return { ...said, '': words };
}
