/** Where a text stops being JSON: engines tell it in ways that differ from version to version, so it is found here. */

const TOKEN =
  /[\s\uFEFF]*(?:("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])|([{}[\],:]))/uy;

/** What may stand next: a value, a key, a colon, or what follows a value; `first` allows an empty object or list. */
type Wanted = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'after';

/** Line and column, both from 1, of the first character that JSON does not allow. */
export function jsonBreak(text: string): { line: number; column: number } {
  const open: string[] = [];
  let wanted: Wanted = 'value';
  let at = 0;
  for (;;) {
    const token = tokenAt(text, at);
    const next: Wanted | null = token && step(wanted, token, open);
    if (!token || !next) break;
    wanted = next;
    at = TOKEN.lastIndex;
  }
  const stop = at + (/^[\s\uFEFF]*/.exec(text.slice(at, at + 1000))?.[0].length ?? 0);
  const before = text.slice(0, stop).split('\n');
  return { line: before.length, column: before[before.length - 1].length + 1 };
}

/** A string of megabytes, as a missing quotation mark makes one, is more than the expression can hold: it is the fault. */
function tokenAt(text: string, at: number): RegExpExecArray | null {
  TOKEN.lastIndex = at;
  try {
    return TOKEN.exec(text);
  } catch {
    return null;
  }
}

/** What is wanted after this token, or null when the token may not stand here. `open` holds the brackets around. */
function step(wanted: Wanted, [, string, literal, mark]: RegExpExecArray, open: string[]): Wanted | null {
  const isClosing =
    (mark === '}' && open.at(-1) === '{' && (wanted === 'after' || wanted === 'first key')) ||
    (mark === ']' && open.at(-1) === '[' && (wanted === 'after' || wanted === 'first value'));
  if (isClosing) {
    open.pop();
    return 'after';
  }
  switch (wanted) {
    case 'value':
    case 'first value':
      if (string || literal) return 'after';
      if (mark !== '{' && mark !== '[') return null;
      open.push(mark);
      return mark === '{' ? 'first key' : 'first value';
    case 'key':
    case 'first key':
      return string ? 'colon' : null;
    case 'colon':
      return mark === ':' ? 'value' : null;
    case 'after':
      if (mark !== ',' || open.length === 0) return null;
      return open.at(-1) === '{' ? 'key' : 'value';
  }
}
