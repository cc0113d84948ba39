/** The head of a case in one line: number, what, where, state, promised date, whose turn. */
import { ArrowLeftOutlined, CloseOutlined, PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { sayCaseNumber, sayDay } from '../../../shared/say.js';
import type { CaseView } from '../../../shared/views.js';
import { At, Due, StateTag, ToneTag, UrgencyWord } from '../../components/tags.js';
import { useNow } from '../../lib/now.js';
import { isSettled, itemName, turnOf, whereOf } from '../../lib/words.js';

export const paperOf = ({ id }: Pick<CaseView, 'id'>) => `/api/cases/${id}/paper.pdf`;

interface Props {
  view: CaseView;
  besideList: boolean;
  onBack: () => void;
}

export function CaseHead({ view, besideList, onBack }: Props) {
  const now = useNow();
  const settled = isSettled(view);
  const late = !settled && view.dueAt !== null && Date.parse(view.dueAt) < now;
  return (
    <header className="case-head">
      {!besideList && (
        <Button
          type="text"
          icon={<ArrowLeftOutlined />}
          onClick={onBack}
          aria-label="回到列表"
          title="回到列表（Esc）"
        />
      )}
      <span className="number quiet">{sayCaseNumber(view.number)}</span>
      <h1>{itemName(view.item)}</h1>
      <span className="where clip" title={whereOf(view)}>
        {whereOf(view)}
      </span>
      <StateTag state={view.state} />
      {view.pressed && <ToneTag tone="waiting">督办中</ToneTag>}
      {late && <ToneTag tone="late">超期</ToneTag>}
      {view.urgency !== 'normal' && <UrgencyWord urgency={view.urgency} />}
      {view.reviewOn && (
        <span>
          <span className="quiet">复查 </span>
          {sayDay(`${view.reviewOn}T12:00:00+08:00`, now)}
        </span>
      )}
      {view.promisedAt && (
        <span title="诉求人看到的承诺日期">
          <span className="quiet">承诺 </span>
          <At at={view.promisedAt} />
        </span>
      )}
      {!settled && (
        <>
          <span className="turn clip" title={turnOf(view)}>
            <span className="quiet">轮到 </span>
            {turnOf(view)}
          </span>
          {view.dueAt && <Due at={view.dueAt} />}
        </>
      )}
      <span className="grow" />
      <Button
        type="text"
        icon={<PrinterOutlined />}
        href={paperOf(view)}
        target="_blank"
        aria-label="打印或存为 PDF"
        title="打印或存为 PDF（p）；联系方式已遮住，有审计记录"
      />
      {besideList && (
        <Button type="text" icon={<CloseOutlined />} onClick={onBack} aria-label="关闭" title="关闭（Esc）" />
      )}
    </header>
  );
}
