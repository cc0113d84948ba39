/** Sentences kept for replies, shown as they would read for this case; what is chosen stands in the reply and can be changed. */
import { Select } from 'antd';
import { blanksOf, fillBlanks } from '../../../shared/desk.js';
import type { CaseView } from '../../../shared/views.js';
import { useTemplates } from '../../lib/desk.js';
import { useNow } from '../../lib/now.js';
import { itemName } from '../../lib/words.js';

interface Props {
  view: CaseView;
  onPick: (words: string) => void;
}

export function TemplatePick({ view, onPick }: Props) {
  const now = useNow();
  const { data } = useTemplates({ size: 100 });
  const values = blanksOf(view, itemName(view.item), new Date(now));
  const options = (data?.rows ?? []).map((t) => ({ value: t.id, label: t.name, words: fillBlanks(t.words, values) }));
  if (options.length === 0) return null;
  return (
    <Select
      className="fill"
      aria-label="插入话术"
      placeholder="插入话术（选中后可以修改）"
      value={null}
      showSearch={{ optionFilterProp: ['label', 'words'] }}
      options={options}
      optionRender={({ data: option }) => (
        <span className="template-option">
          <b>{option.label}</b>
          <span className="quiet">{option.words}</span>
        </span>
      )}
      onChange={(_, option) => option && !Array.isArray(option) && onPick(option.words)}
    />
  );
}
