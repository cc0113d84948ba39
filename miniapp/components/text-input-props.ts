/** What both platforms' text inputs take. */
export interface TextInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  /** What is wrong with it, in words. */
  fault?: string;
  /** Several lines. */
  lines?: boolean;
  kind?: 'text' | 'phone' | 'number' | 'search';
  max?: number;
  /** The label is said by the page's question already; a screen reader still hears it. */
  hideLabel?: boolean;
}
