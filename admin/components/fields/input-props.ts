/** What every input of a form is given, whatever its kind. */
import type { Field, Kind } from '../../../shared/fields.js';

export type FieldOf<K extends Kind> = Extract<Field, { kind: K }>;

export interface InputProps<F, V> {
  id: string;
  field: F;
  value: V | undefined;
  onChange: (value: V | undefined) => void;
  autoFocus: boolean;
  invalid: boolean;
  labelledBy: string;
  describedBy: string | undefined;
}
