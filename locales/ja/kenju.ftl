# Names of things
language-name = 日本語
product-line = 健寿(kenju): 日本の健康施策シナリオ・シミュレーター
sex-male = 男性
sex-female = 女性
sex-both = 男女計
column-scenario = シナリオ
column-year = 年
column-sex = 性
column-age = 年齢
column-id = ID
column-title = 名称
column-licence = 利用条件
column-publisher = 公表者
column-location = 所在
column-tables = 使用する表
column-unit = 単位
column-status = 区分
column-transformation = 作成方法
column-file = ファイル
column-note = 説明
life-expectancy = 平均寿命
healthy-life-expectancy = 健康寿命
healthy-life-expectancy-single-age = 健康寿命(各歳)
independent-life-expectancy = 平均自立期間
years-limited = 制限のある期間
years-dependent = 要介護2以上の期間
life-expectancy-65 = 65歳平均余命
healthy-life-expectancy-65 = 65歳健康余命
independent-life-expectancy-65 = 65歳平均自立期間
population = 人口
deaths = 死亡数
short-life-expectancy = 平均寿命
short-healthy-life-expectancy = 健康寿命
short-independent-life-expectancy = 平均自立期間
status-observed = 観測値
status-derived = 計算値
status-assumed = 仮定

# Goal
goal-reached = { $year }年の目標に届く
goal-missed = { $year }年の目標に届かない

# Interface: header and footer
ui-status-computing = 計算中 { $percent }
ui-status-failed = 結果なし
ui-header-trend = 傾向({ $key }): { $trend }
ui-header-mortality = 死亡率({ $key }): { $mortality }
ui-header-care = 要介護({ $key }): { $care }
ui-hint-trend = 傾向
ui-hint-sex = 男女
ui-hint-view = 図と表
ui-hint-help = ヘルプ
ui-hint-quit = 終了
ui-hint-close = 閉じる
ui-hint-down = 次の行

# Interface: names of assumptions
ui-trend-none = 変化なし
ui-trend-half = 観測の半分
ui-trend-full = 観測どおり
ui-trend-own = シナリオ独自
ui-mortality-anchored = 公的推計の水準
ui-mortality-excess = 超過分が{ $year }年に解消
ui-mortality-wpp = 国連推計の低下率
ui-mortality-frozen = { $year }年のまま
ui-mortality-own = シナリオ独自
ui-mortality-ipss2023 = 社人研2023年推計との照合
ui-mortality-pack = パックのまま
ui-care-unchanged = 変化なし
ui-care-fall = 観測された低下
ui-assumptions = { $mortality }、要介護は{ $care }

# Interface: headline
ui-headline-waiting = 2040年までの平均寿命、健康寿命、平均自立期間を計算しています。その間も操作できます。
ui-headline = 制限の傾向「{ $trend }」での健康寿命の延び({ $base_year }年から{ $goal_year }年、目標{ $target }年): { $sexes }。
ui-headline-sex = { $sex }{ $gain }年({ $verdict })
ui-verdict-reached = 目標に届き、{ $years }年上回る
ui-verdict-short = 目標に{ $years }年届かない
ui-verdict-unclear = 目標と区別できない: 調査の誤差は約0.1年
ui-headline-range = 傾向の読み方(変化なし～観測どおり)による幅: { $sexes }。
ui-headline-range-sex = { $sex }{ $low }～{ $high }年
ui-headline-gain-sex = { $sex }{ $gain }年
ui-headline-no-goal = { $first }年から{ $last }年までの健康寿命の延び: { $sexes }。このパックに目標はない。
ui-joint = 、
ui-sentence-space = { $sentence }

# Interface: chart and tables
ui-body-computing = 計算中です
ui-body-failed = 結果がありません。{ $key }キーでもう一度計算します。
ui-chart-title-birth = { $sex }: 出生時の期間(年)
ui-chart-title-age = { $sex }: { $age }歳での期間(年)
ui-chart-legend = o + x 公表値、網: 傾向の幅、{ $key }: 説明
ui-chart-previous = 表示は前の仮定: { $assumptions }
ui-chart-goal = . 目標 { $value }
ui-chart-goal-short = . { $value }
ui-chart-interim = 中間目標 { $value }
ui-short-life = 平均寿命
ui-short-independent = 自立期間
ui-short-healthy = 健康寿命
ui-column-official = 公表値
ui-official-mark = [公表値]

# Interface: notices and failures
ui-notice-no-such-trend = このパックやシナリオに、その傾向はありません。
ui-notice-one-mortality = このパックの死亡率は一つだけです。
ui-notice-no-care-need = このパックに要介護のデータはありません。
ui-notice-one-sex = このパックは一方の性だけを扱います。
ui-notice-no-shell = 戻れるシェルがありません。qで終了します。
ui-failure-cancelled = 計算は取り消されました。
ui-failure-refused = 計算できません: { $reason }
ui-failure-crashed = 計算が途絶えました。プログラムの不具合です: { $reason }
ui-too-small = 画面が小さすぎます。必要 { $needed }、現在 { $present }。
ui-too-small-keys = qで終了。画面を広げるとすべて表示します。

# Interface: help
ui-help-title = キー操作
ui-overlay-place = { $all }行中 { $first }-{ $last }
ui-section-assumptions = 仮定
ui-section-reading = 見方
ui-section-program = プログラム
ui-section-marks = 図の記号
ui-mark-points = o 平均寿命、+ 平均自立期間、x 健康寿命: 公表値
ui-mark-lines = 線: 同じ三つの計算値。破線は平均自立期間
ui-mark-band = 網: 傾向が変化なしから観測どおりまでの健康寿命
ui-mark-goal = 横の点線: 2040年の目標と2024年度の中間目標
ui-mark-boundary = 縦の点線: 左は観測された死亡率、右は仮定。^ は読み取り中の年
ui-do-trend-none = 制限の傾向: 変化なし(慎重)
ui-do-trend-half = 制限の傾向: 観測された変化の半分
ui-do-trend-full = 制限の傾向: 観測された変化どおり
ui-do-trend-own = 制限の傾向: シナリオのとおり
ui-do-trend = 次の制限の傾向
ui-do-mortality = 次の死亡率の仮定
ui-do-care = 次の要介護の仮定
ui-do-sex = 男女の切り替え
ui-do-men = 男性
ui-do-women = 女性
ui-do-previous-year = 前の年
ui-do-next-year = 次の年
ui-do-first-year = 最初の年
ui-do-last-year = 最後の年
ui-do-view = 図と全年次の表の切り替え
ui-do-about = 表示の説明: 意味、単位、出典、計算方法
ui-do-up = 一行上へ、表では前の年
ui-do-down = 一行下へ、表では次の年
ui-do-page-up = 前のページ
ui-do-page-down = 次のページ
ui-do-close = 開いたページを閉じる
ui-do-help = このページ
ui-do-language = 日本語と英語の切り替え
ui-do-marks = 点字の点とASCII記号の切り替え
ui-do-recompute = もう一度計算する
ui-do-repaint = 画面を描き直す
ui-do-suspend = シェルへ戻る(fgで再開)
ui-do-quit = 終了

# Interface: about the numbers
ui-about-title = 表示の説明
ui-about-life = ある年の死亡率のもとで人が生きると期待される年数(期間生命表、パックの最年少の年齢で)。単位: 年。最後の観測年までは公表された死亡率、その後は選んだ死亡率の仮定による。
ui-about-independent = 要介護2以上の認定を受けずに過ごすと期待される年数(サリバン法)。単位: 年。認定された介護の必要を測るもので、必要そのものではない。
ui-about-healthy = 日常生活に制限なく過ごすと期待される年数(サリバン法、公表と同じ算定: 5歳階級、85歳以上は一括)。単位: 年。年齢別の制限の割合は、調査年の間は補間し、最後の調査の後は選んだ傾向による。
ui-about-official = 公表値: { $sources }
ui-about-reading-title = 傾向の読み方と目標
ui-about-reading = 傾向: 最後の調査の後、同じ年齢での制限の割合がどう変わるか。変化なし(慎重な既定)、観測された変化の半分、観測された変化どおり。すべて同時に計算し、網はその幅を示す。
ui-about-goal = 目標: 2040年の健康寿命を2016年より3年延ばす。中間目標(2024年度末)は2024年の値で読む。
ui-about-survey = 健康寿命のもとになる調査の誤差は約0.1年なので、2.95年と3.05年の延びは区別できない。
ui-about-run-title = この計算
ui-about-run = 乱数の種 { $seed }、人数 { $persons }、基礎データの識別値 { $baseline }、計算エンジンの識別値 { $engine }。
ui-about-pack = 基礎データのパック: { $pack }
ui-about-tables-title = パックの表 [区分; 単位] 出典
ui-about-sources-title = 出典
