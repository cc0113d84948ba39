/** 公式: what each ratio is made of, in which version, whence; and what is not built, with the reason. */
import { Drawer } from 'antd';
import { FEW, factOf, facts, measureKeys, measures, notBuilt } from '../../../shared/measures.js';

export function Formulas({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Drawer open={open} onClose={onClose} title="公式和口径" size={620}>
      <div className="stack formulas">
        <p>
          每件事在一个比率里至多算一次，所以每个数都能打开它的名单。分母为零的写“不计”；不足 {FEW} 件的给出 95%
          区间（Wilson），不排先后。认定为不合理的诉求不计入任何比率。公式改了只管以后的月份，冻结的月份保留当时的数和公式。
        </p>
        <p>
          超期的记在超期那一天、记在那时持有它的单位；退给别人不改变。用时是自然时间，由保存的分段估出，误差不到 5%。
        </p>
        <dl>
          {measureKeys.map((key) => {
            const formulas = [...measures[key].formulas].reverse();
            return (
              <div key={key}>
                <dt>{measures[key].label}</dt>
                {formulas.map((f) => (
                  <dd key={f.version}>
                    {f.words}
                    <br />
                    <span className="hint">
                      第 {f.version} 版；计入{facts[factOf(f.of).kind].day}。来源：{f.source}
                    </span>
                  </dd>
                ))}
              </div>
            );
          })}
        </dl>
        <h3>不做的，和为什么</h3>
        <ul>
          {notBuilt.map(({ label, why }) => (
            <li key={label}>
              <b>{label}</b>：{why}。
            </li>
          ))}
        </ul>
      </div>
    </Drawer>
  );
}
