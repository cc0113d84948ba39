/** Faults of a form in words, by field, as they stand under the inputs. */
import { type Fault, type Field, type Fields, sayFault } from '../../shared/fields';

/** Keys that the server prefixes (`report.words`) are said under the field's own name. */
export function sayFaults(fields: Fields, found: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found).map(([path, fault]) => {
      const key = path.slice(path.lastIndexOf('.') + 1);
      return [key, say(fault as Fault, fields[key])];
    }),
  );
}

function say(fault: Fault, field?: Field): string {
  const isPicked = field && ['choice', 'choices', 'stars', 'yesNo', 'ref'].includes(field.kind);
  if (fault === 'required' && isPicked) return '请选一项';
  if (fault === 'required' && field?.kind === 'photos') return '请加一张照片';
  // A newer server may name a fault that this app does not know.
  return sayFault(fault, field) ?? '请检查这一项';
}
