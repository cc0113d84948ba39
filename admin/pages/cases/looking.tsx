/** Who else has this case open now, so that two do not work on it at once. */
import { EyeOutlined } from '@ant-design/icons';
import { useLooking } from '../../lib/live.js';

export function OthersLooking({ caseId }: { caseId: string }) {
  const people = useLooking(caseId);
  if (people.length === 0) return null;
  const said = people.map(({ name, unit }) => (unit ? `${name}（${unit}）` : name)).join('、');
  return (
    <p className="looking" role="status">
      <EyeOutlined aria-hidden /> {said} 也在看这件事
    </p>
  );
}
