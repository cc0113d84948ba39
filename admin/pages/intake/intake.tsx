/** 登记事件: for somebody who called or came, or what was found on patrol, on one screen. */
import { useQueryClient } from '@tanstack/react-query';
import { Alert, App, Button, Popconfirm } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { intakeForm, mayClaim, type Source } from '../../../shared/case.js';
import type { IntakeDraft } from '../../../shared/desk.js';
import { findItems, itemOf, kindOf, stopInWords, stops } from '../../../shared/duty-list.js';
import { answersIn, asAnswerFields } from '../../../shared/duty-written.js';
import { clean, type Field, type Fields, type Point } from '../../../shared/fields.js';
import type { Role } from '../../../shared/permissions.js';
import { sayAgo } from '../../../shared/say.js';
import type { CaseRow, Reported, Spot } from '../../../shared/views.js';
import { AddressInput } from '../../components/fields/address-input.js';
import { FieldsForm, type Input } from '../../components/fields/fields-form.js';
import { HelpContext } from '../../components/fields/help.js';
import type { InputProps } from '../../components/fields/input-props.js';
import { PlaceByName } from '../../components/fields/place-by-name.js';
import { Loading } from '../../components/states.js';
import { ApiProblem, newKey } from '../../lib/api.js';
import { caseKey, fetchCase, useIntake } from '../../lib/cases.js';
import { useQuestions } from '../../lib/duty.js';
import { dropIntake, keepIntake, placeAt, useIntakeDraft } from '../../lib/intake.js';
import { useKeeper } from '../../lib/keeper.js';
import { useNow } from '../../lib/now.js';
import { usePlaceAt } from '../../lib/registers.js';
import { useMay, useMe, useSettings } from '../../lib/session.js';
import { messageOf } from '../../lib/words.js';
import { Earlier, type Relay } from './earlier.js';
import { PhoneInput } from './phone-input.js';
import { Registered } from './registered.js';
import { RelayDialog } from './relay-dialog.js';
import './intake.css';

/** In the order of a telephone call: what and where come before who. */
const { source, kind, item, words, address, seenOn, contactName, contactPhone, place, photos } = intakeForm;
/** The form's own hint speaks to residents. */
const callerPhone = { ...contactPhone, hint: '办理时可以回电；以后查看都要写明理由，并有记录' };
const where = { ...address, hint: '边输边选：以前的地址、路名、区划与网格' };
const caller = { contactName, contactPhone: callerPhone };
/** What the duty list asks besides stands behind the item. @param callerFirst who may look up numbers begins with the
 * caller's: it may be about a case that is there already */
const askedBy = (callerFirst: boolean, claims: Field, questions: Fields): Fields => ({
  ...(callerFirst ? { contactPhone: callerPhone, contactName } : {}),
  words,
  source: claims,
  kind,
  item,
  ...asAnswerFields(questions),
  address: where,
  ...(callerFirst ? {} : caller),
  seenOn,
  photos,
});
/** The source, of which somebody of these roles may choose. */
const claimsOf = (roles: readonly Role[]) => {
  const options = Object.entries(source.options).filter(([key]) => mayClaim(key as Source, roles));
  return { ...source, options: Object.fromEntries(options) };
};
const located = { place };
const NONE: Fields = {};

export default function Intake() {
  const { data, isPending } = useIntakeDraft();
  return isPending ? <Loading /> : <IntakeForm begun={data ?? null} />;
}

function IntakeForm({ begun }: { begun: IntakeDraft }) {
  const { message } = App.useApp();
  const client = useQueryClient();
  const now = useNow();
  const me = useMe();
  const intake = useIntake();
  const claims = useMemo(() => claimsOf(me.roles), [me.roles]);
  const blank = useMemo<Input>(() => ({ source: Object.keys(claims.options)[0] }), [claims]);
  const [typed, setTyped] = useState<Input>(begun?.input ?? blank);
  const [from, setFrom] = useState(begun?.at);
  const latest = useRef(typed);
  latest.current = typed;
  const keeper = useKeeper(keepIntake);
  const [refused, setRefused] = useState<Record<string, string>>();
  const [done, setDone] = useState<Reported>();
  const mayLook = useMay('case.reveal') !== undefined;
  const [phone, setPhone] = useState<string>();
  const [relay, setRelay] = useState<{ row: CaseRow; action: Relay }>();
  const [round, setRound] = useState(0);
  const key = useRef(newKey());
  // The kind follows from words and item until the clerk chooses one.
  const guess = kindOf(typed.item as string | undefined, String(typed.words ?? ''));
  const input: Input = { ...typed, kind: typed.kind ?? guess };
  const { data: settings } = useSettings();
  // What an item says holds; what the words sound like is for the clerk to judge.
  const stopped = settings?.stops[String(input.item ?? '')];
  const stop = stopped ?? stopInWords(String(input.words ?? ''));
  const help = useMemo(() => ({ items: findItems(String(input.words ?? '')).slice(0, 3) }), [input.words]);
  const notice = itemOf(String(input.item ?? ''))?.notice;

  const { data: at } = usePlaceAt(input.place as Point | undefined);
  const { data: questions = NONE } = useQuestions(input.item as string | undefined, at?.grid?.code);
  const asked = useMemo(() => askedBy(mayLook, claims, questions), [mayLook, claims, questions]);

  const fill = ({ kind, ...rest }: Input) => change({ ...typed, ...rest, ...(kind === input.kind ? {} : { kind }) });
  const change = (next: Input) => {
    key.current = newKey();
    setRefused(undefined);
    setTyped(next);
    keeper.later(next);
  };
  const again = () => {
    setDone(undefined);
    setFrom(undefined);
    setPhone(undefined);
    setRelay(undefined);
    setRound(round + 1);
    change(blank);
    keeper.instead(dropIntake);
  };
  const choose = (spot: Spot) => change({ ...typed, address: spot.label, ...placeAt(spot) });
  const samePlace = async ({ id }: CaseRow) => {
    try {
      const { address, point } = await client.fetchQuery({ queryKey: caseKey(id), queryFn: () => fetchCase(id) });
      change({ ...latest.current, ...(address ? { address } : {}), ...(point ? placeAt(point) : {}) });
    } catch (problem) {
      void message.error(messageOf(problem));
    }
  };
  const address = (p: InputProps<Field, unknown>) => <AddressInput {...p} onSpot={choose} />;
  const contactPhone = (p: InputProps<Field, unknown>) => <PhoneInput {...p} onLook={setPhone} />;
  const send = () =>
    intake.mutate(
      { report: clean(intakeForm, input), answers: answersIn(questions, input), key: key.current },
      {
        onSuccess: (reported) => {
          setDone(reported);
          keeper.instead(dropIntake);
        },
        onError: (problem) => {
          if (problem instanceof ApiProblem) setRefused(problem.errors);
          void message.error(messageOf(problem));
        },
      },
    );
  if (done) return <Registered reported={done} onAgain={again} />;
  return (
    <div className="page intake">
      <h1>登记事件</h1>
      <div className="intake-body">
        <div className="card">
          {stop && (
            <Alert
              className="intake-stop"
              type={stopped ? 'error' : 'warning'}
              showIcon
              title={`${stopped ? '' : '像是'}${stops[stop].label}：请来电人马上拨打 ${stops[stop].call}`}
              description={stopped ? stops[stop].words : `${stops[stop].words}问清不是紧急情况的，可以登记。`}
            />
          )}
          {from && (
            <p className="hint" role="status">
              这是您{sayAgo(from, now)}没有登记完的，可以接着填，或按“清空”。
            </p>
          )}
          <HelpContext.Provider value={help}>
            <FieldsForm
              key={round}
              fields={asked}
              instead={mayLook ? { address, contactPhone } : { address }}
              value={input}
              onChange={fill}
              refused={refused}
              onSend={send}
              columns={2}
            >
              {notice && <p className="hint">可以告诉诉求人：{notice}</p>}
              <div className="row end">
                <span className="hint grow">Ctrl + Enter 提交</span>
                <Popconfirm title="清空已经填写的内容？" okText="清空" onConfirm={again}>
                  <Button disabled={typed === blank}>清空</Button>
                </Popconfirm>
                <Button type="primary" htmlType="submit" loading={intake.isPending} disabled={stopped !== undefined}>
                  登记
                </Button>
              </div>
            </FieldsForm>
          </HelpContext.Provider>
        </div>
        <div className="stack intake-side">
          {mayLook && (
            <Earlier
              phone={phone}
              onRelay={(row, action) => setRelay({ row, action })}
              onSamePlace={(row) => void samePlace(row)}
            />
          )}
          <div className="card intake-map">
            <PlaceByName key={round} onSpot={(spot) => change({ ...typed, ...placeAt(spot) })} />
            <FieldsForm
              fields={located}
              value={{ place: input.place }}
              onChange={(v) => change({ ...typed, ...v })}
              refused={refused}
              onSend={send}
            />
          </div>
        </div>
      </div>
      {relay && (
        <RelayDialog
          row={relay.row}
          first={relay.action}
          words={String(typed.words ?? '')}
          onClose={() => setRelay(undefined)}
          onDone={again}
        />
      )}
    </div>
  );
}
