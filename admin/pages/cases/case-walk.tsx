/** Where one is in the list, and the way to the case before and after. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Checkbox } from 'antd';
import { sayCount } from '../../../shared/say.js';
import type { Walk } from './walk.js';

interface Props {
  walk: Walk;
  /** Whether the next case opens by itself after an act; absent where nothing can be done. */
  onward: boolean | undefined;
  onOnward: (onward: boolean) => void;
  onOpen: (id: string) => void;
  onNext: () => void;
}

export function CaseWalk({ walk, onward, onOnward, onOpen, onNext }: Props) {
  const { at, total, previous } = walk;
  return (
    <nav className="row case-walk" aria-label="列表中的上一件和下一件">
      {onward !== undefined && (
        <Checkbox checked={onward} onChange={(e) => onOnward(e.target.checked)}>
          办完接着下一件
        </Checkbox>
      )}
      {at !== undefined && total && (
        <span className="hint number" title="在打开它的列表里">
          第 {at} 件，共 {sayCount(Math.max(at, total.n), total.more)} 件
        </span>
      )}
      <Button
        icon={<LeftOutlined />}
        aria-label="上一件"
        title="同一个列表的上一件（Shift + N）"
        disabled={!previous}
        onClick={() => previous && onOpen(previous)}
      />
      <Button icon={<RightOutlined />} iconPlacement="end" title="同一个列表的下一件（n）" onClick={onNext}>
        下一件
      </Button>
    </nav>
  );
}
