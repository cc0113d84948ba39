/** One line of the duty list: what it says now, what it said before, and what may be done with it. */
import { App, Button, Drawer, Popconfirm } from 'antd';
import { type ReactNode, useState } from 'react';
import { sayEvidence } from '../../../shared/case.js';
import { leads } from '../../../shared/duty-list.js';
import { aboutLabels, sayLaw, standings } from '../../../shared/duty-rule.js';
import { ruleForm, sayLimits, writeQuestions } from '../../../shared/duty-written.js';
import type { DutyRow, DutyView } from '../../../shared/views.js';
import { ErrorState, Loading } from '../../components/states.js';
import { At, ToneTag } from '../../components/tags.js';
import { useApproveRule, useDutyRule } from '../../lib/duty.js';
import { messageOf } from '../../lib/words.js';
import { EndDialog, WithdrawDialog } from './reason-dialogs.js';
import { RuleDialog } from './rule-dialog.js';

interface Props {
  id: string | undefined;
  onOpen: (id: string) => void;
  onClose: () => void;
}

export function RuleDrawer({ id, onOpen, onClose }: Props) {
  const { data, error, refetch } = useDutyRule(id);
  const title = data && `${aboutLabels[data.about] ?? data.about}（${data.area?.name ?? '全市'}）`;
  return (
    <Drawer open={id !== undefined} onClose={onClose} title={title} size={640} destroyOnHidden>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && <Line key={data.id} rule={data} onOpen={onOpen} />}
    </Drawer>
  );
}

function Line({ rule, onOpen }: { rule: DutyView; onOpen: (id: string) => void }) {
  const { message } = App.useApp();
  const approve = useApproveRule(rule.id);
  const [doing, setDoing] = useState<'change' | 'end' | 'withdraw'>();
  const may = (act: DutyView['can'][number]) => rule.can.includes(act);
  const done = (next: DutyView) => {
    setDoing(undefined);
    onOpen(next.id);
  };
  return (
    <div className="duty-line">
      <div className="row">
        <ToneTag tone={standings[rule.standing].tone}>{standings[rule.standing].label}</ToneTag>
        <span className="quiet">第 {rule.version} 版</span>
        <span className="grow" />
        {may('withdraw') && <Button onClick={() => setDoing('withdraw')}>撤回准入</Button>}
        {may('end') && <Button onClick={() => setDoing('end')}>终止</Button>}
        {may('change') && (
          <Button type={may('approve') ? 'default' : 'primary'} onClick={() => setDoing('change')}>
            修改
          </Button>
        )}
        {may('approve') && (
          <Popconfirm
            title="准入这一条？"
            description={`会要求网格员做事，到 ${rule.until} 为止。`}
            okText="准入"
            onConfirm={() =>
              approve.mutate(undefined, {
                onSuccess: () => void message.success('已准入'),
                onError: (problem) => void message.error(messageOf(problem)),
              })
            }
          >
            <Button type="primary" loading={approve.isPending}>
              准入
            </Button>
          </Popconfirm>
        )}
      </div>
      <Says rule={rule} />
      <section aria-label="历次规定">
        <h2>历次规定</h2>
        <ol className="duty-history">
          {rule.history.map((version) => (
            <Version key={version.id} version={version} newest={version.id === rule.id} />
          ))}
        </ol>
      </section>
      {doing === 'change' && <RuleDialog rule={rule} onClose={() => setDoing(undefined)} onSaved={done} />}
      {doing === 'end' && <EndDialog rule={rule} onClose={() => setDoing(undefined)} onDone={done} />}
      {doing === 'withdraw' && <WithdrawDialog rule={rule} onClose={() => setDoing(undefined)} onDone={done} />}
    </div>
  );
}

function Says({ rule }: { rule: DutyRow }) {
  const conditions = Object.entries(rule.conditions ?? {});
  return (
    <dl className="facts">
      <Fact name="生效">
        {rule.effectiveFrom ?? '一直'} 起，{rule.until ? `到 ${rule.until}` : '长期'}
      </Fact>
      {conditions.length > 0 && (
        <Fact name="适用条件">{conditions.map(([question, answer]) => `${question}为“${answer}”`).join('，且')}</Fact>
      )}
      <Fact name="牵头">
        {leads[rule.ledBy]}
        {rule.unit && `，指定由${rule.unit.name}负责`}
      </Fact>
      {rule.helpers.length > 0 && <Fact name="协办">{rule.helpers.map((key) => leads[key]).join('、')}</Fact>}
      {rule.law.length > 0 && <Fact name="法律依据">{rule.law.map(sayLaw).join('；')}</Fact>}
      <Fact name="时限">{sayLimits(rule.limits)}</Fact>
      <Fact name="办结证据">{sayEvidence(rule.evidence) || '不要求照片'}</Fact>
      {Object.keys(rule.questions).length > 0 && (
        <Fact name="另问诉求人">
          {writeQuestions(rule.questions)
            .split('\n')
            .map((line) => (
              <p key={line}>{line}</p>
            ))}
        </Fact>
      )}
      {rule.stop && <Fact name={ruleForm.stop.label}>{ruleForm.stop.options[rule.stop]}</Fact>}
      <Fact name="派遣">{rule.auto ? '核实后自动派遣' : '由派遣员派遣'}</Fact>
      {rule.asksWorkers && <Fact name="准入">要求网格员做事，须经指挥中心准入</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Version({ version, newest }: { version: DutyRow; newest: boolean }) {
  const [open, setOpen] = useState(false);
  const { label, tone } = standings[version.standing];
  return (
    <li>
      <div className="row">
        <b>第 {version.version} 版</b>
        <ToneTag tone={tone}>{label}</ToneTag>
        <span className="quiet">{version.effectiveFrom ? `${version.effectiveFrom} 起` : '一直'}</span>
        <span className="grow" />
        {!newest && (
          <Button type="link" size="small" onClick={() => setOpen(!open)}>
            {open ? '收起' : '看内容'}
          </Button>
        )}
      </div>
      <p>
        {version.changedBy && (
          <>
            {version.changedBy} <At at={version.changedAt} />：
          </>
        )}
        {version.why}
      </p>
      {version.decided && (
        <p>
          {version.decided.by} <At at={version.decided.at} /> {version.state === 'withdrawn' ? '撤回' : '准入'}
          {version.decided.why && `：${version.decided.why}`}
        </p>
      )}
      {open && <Says rule={version} />}
    </li>
  );
}
