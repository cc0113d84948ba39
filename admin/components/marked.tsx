/** A text with what the list is searched for marked in it. */
import { useSearch } from '@tanstack/react-router';
import { markedParts } from '../../shared/terms.js';

export function Marked({ text }: { text: string }) {
  const { q } = useSearch({ strict: false }) as { q?: string };
  if (!q) return text;
  let at = 0;
  return markedParts(text, q).map((part) => {
    const key = at;
    at += part.text.length;
    return part.found ? <mark key={key}>{part.text}</mark> : <span key={key}>{part.text}</span>;
  });
}
