/** One screen for two actions: by one answer the form of the first becomes that of the second. */
import { type Action, actionOrder, actionRow, isAction, type Turn } from '../../../shared/case-flow';
import { type Fields, has } from '../../../shared/fields';
import type { FormValue } from '../../components/fields-form';

interface Shown {
  /** What is sent with the answers as they are. */
  action: Action;
  fields: Fields;
}

/** Which form an action is filled in on, and what is answered there already. */
export function formFor(name: Action): { base: Action; start: FormValue } {
  const base = actionOrder.find((a) => actionRow(a).turns?.action === name);
  const turns = base && actionRow(base).turns;
  return base && turns ? { base, start: { [turns.field]: turns.answer } } : { base: name, start: {} };
}

/** The form as it stands: the question that decides between the two comes first in both. */
export function shownFor(base: Action, value: FormValue): Shown {
  const { asks, turns } = actionRow(base);
  if (!turns || !isAction(turns.action)) return { action: base, fields: asks };
  const decides = { [turns.field]: withAnswer(asks, turns) };
  const turned = value[turns.field] === turns.answer;
  return turned
    ? { action: turns.action, fields: { ...decides, ...actionRow(turns.action).asks } }
    : { action: base, fields: { ...asks, ...decides } };
}

function withAnswer(asks: Fields, { field, answer, label }: Turn): Fields[string] {
  const asked = asks[field];
  return asked.kind === 'choice' ? { ...asked, options: { ...asked.options, [answer]: label } } : asked;
}

/** Of what was typed, what the action itself asks for. */
export const answersTo = (action: Action, value: FormValue): FormValue =>
  Object.fromEntries(Object.entries(value).filter(([key]) => has(actionRow(action).asks, key)));
