"""Third step: from the tables in the current directory to ../*.csv and to pathways.ron of the pack."""
import csv,re,json,os
HERE=os.path.dirname(os.path.abspath(__file__)); S='./'; O=os.path.join(HERE,'..','')
def rd(f): return list(csv.DictReader(open(S+f)))
def w(f,h,rows):
    with open(O+f+'.csv','w',newline='') as o:
        x=csv.writer(o,lineterminator='\n'); x.writerow(h); x.writerows(rows)
Y={'sbp':['2016','2024'],'bmi':['2016','2017','2018','2019','2024'],'ldl':[str(y) for y in range(2016,2022)],'steps':['2016','2020','2024']}
w('distribution_cells',['factor','sex','age','year','mean','sd','shape','p0','p1','p2'],[[r['factor'],r['sex'],r['age_lo'],r['year'],r['mean'],r['sd'],r['shape'],r['p0'],r['p1'],r['p2']] for r in rd('distribution_cells.csv') if r['year'] in Y.get(r['factor'],[])])
w('distribution_classes',['factor','sex','age','rank_class','value'],[[r['factor'],r['sex'],r['age_lo'],r['rank_class'],r['value']] for r in rd('distribution_classes.csv') if r['year']=='2016' and r['factor'] in('hba1c','hba1c_in_diabetes','k6','frailty') and not (r['factor']=='frailty' and int(r['age_lo'])<65)])
w('k6_categories',['sex','age','share_0_4','share_5_9','share_10_12','share_13_24'],[[r['sex'],r['age_lo'],r['share_0_4'],r['share_5_9'],r['share_10_12'],r['share_13_24']] for r in rd('k6_categories.csv') if r['year']=='2016'])
w('frailty_states',['sex','age','robust','prefrail','frail'],[[r['sex'],r['age_lo'],r['robust'],r['prefrail'],r['frail']] for r in rd('frailty_states.csv') if r['year']=='2016' and int(r['age_lo'])>=65])
w('smoking_state',['sex','age','never','former'],[[r['sex'],r['age'],r['never'],r['former']] for r in rd('smoking_prevalence.csv') if r['year']=='2016'])
ys={str(y) for y in list(range(2016,2025))+[2030,2039]}
w('smoking_initiation',['sex','age','year','probability'],[[r['sex'],r['age'],r['year'],r['annual_probability_never_to_current']] for r in rd('smoking_initiation.csv') if r['year'] in ys])
w('smoking_cessation',['sex','age','year','probability'],[[r['sex'],r['age'],r['year'],r['annual_probability_net_quit']] for r in rd('smoking_cessation.csv') if r['year'] in ys])
w('smoking_quit_years',['sex','age','years_lo','years_hi','share'],[[r['sex'],r['age'],r['years_lo'],r['years_hi'],r['share_of_former']] for r in rd('smoking_quit_years_2016.csv')])
w('rank_correlation',['factor_a','factor_b','correlation'],[[r['factor_a'],r['factor_b'],r['gaussian_correlation']] for r in rd('copula.csv') if r['factor_a']!=r['factor_b']])
JA={'sbp_trend_mmhg_per_year':'2018年からの同年齢の収縮期血圧の年変化。特定健診2014~2019年の傾きは男0.047、女0.024。下限は新しい測定器による国民健康・栄養調査2019~2024年。',
'sbp_device_offset_male_mmhg':'2019年以後の調査の測定器の差(男)。報告値=モデル+差。リスクには決して使わない。',
'sbp_device_offset_female_mmhg':'同じく女。',
'sbp_usual_share_of_variance':'収縮期血圧の分散のうち、普段の値の個人差が占める割合(回帰希釈)。EPOCH-JAPANの人口寄与割合と照合した。',
'sbp_sd_ratio_survey_to_checkup':'調査と健診の収縮期血圧の標準偏差の比。',
'sbp_75plus_equals_70plus':'75歳以上には調査の70歳以上の値を一定に保つ。',
'bmi_logit_ge25_trend_male':'BMI25以上の割合の対数オッズの年変化(男、2019年より後)。',
'bmi_logit_ge25_trend_female':'同じく女。',
'bmi_logit_change_77_to_92':'77歳から92歳までの過体重の減少(痩せの増加)の対数オッズ。',
'ldl_slope_below_40_male':'40歳未満のLDLの年齢の傾き(男、mg/dL/年)。',
'ldl_slope_below_40_female':'同じく女。',
'ldl_slope_above_70':'70歳から90歳までのLDLの年齢の傾き(mg/dL/年)。',
'ldl_usual_share_of_variance':'LDLの分散のうち、普段の値の個人差が占める割合。',
'ldl_level_shift_to_survey':'LDLの健診の水準から調査の水準への移動(mg/dL)。',
'diabetes_logit_trend':'同年齢の糖尿病の割合の対数オッズの年変化。',
'steps_cv':'普段の歩数の個人差の変動係数。調査の標準偏差は見つかっていない。',
'steps_log_trend':'歩数の対数の年変化。国民健康・栄養調査2010~2023年の男20~64歳は年-0.4~-0.5%。',
'prefrail_age_slope_logit':'プレフレイルの割合の年齢の傾き(対数オッズ/年)。',
'k6_trend':'K6の年変化。10点以上は2010年10.4%、2019年10.3%。',
'smoking_decline_after_2024_factor':'2024年より後の喫煙率の対数オッズの傾きに掛ける係数。',
'smoking_cessation_cap_50plus_male':'50歳以上の年間禁煙確率の上限(男)。',
'smoking_cessation_cap_50plus_female':'同じく女。当てはめた曲面のままでは60歳以上の女で年9%が要り、これは世代の効果である。',
'smoking_start_ages':'喫煙を始める年齢(下限15歳、上限は範囲の上)。生涯の喫煙者の8割は22.5歳までに始めている。',
'smoking_mortality_ratio_for_hazards':'禁煙と死亡を分けるためだけに使った全死因の比。65歳未満2.21、75歳1.4、85歳1.2、95歳1。',
'rank_mixing_r':'順位の混合の前後の相関(十年ごと)。'}
EN={'sbp_device_offset_female_mmhg':'as for men','ldl_slope_below_40_female':'mg/dL per year of age, no survey by age','rank_mixing_r':"correlation of a person's normal score before and after mixing at ages ten years apart"}
rows=[]
for r in rd('assumptions.csv'):
    n=EN.get(r['setting'],r['note']); d=r['default']
    n=n.strip()
    if r['setting']=='smoking_start_ages': d='30'
    rows.append([r['setting'],d,r['low'],r['high'],JA[r['setting']],n])
# respondents by age of the survey whose printed totals are not weighted to the residents
w('survey_ages',['survey','sex','age_from','age_to','respondents','source_id'],
  [['nhns_blood_pressure_2018',r['sex'],r['age_lo'],min(int(r['age_hi']),110),r['respondents'],r['source_id']] for r in rd('survey_age_mix.csv') if r['survey']=='blood_pressure_2018'])
w('settings',['setting','value','low','high','ja','en'],rows)
for r in rows: assert float(r[2])<=float(r[1])<=float(r[3]),r
# pathways with sources
t=open(S+'pathways.ron').read()
src={r['source_id']:r for r in rd('sources.csv')}
ids=set(re.findall(r'source: "([^"]*)"',t))
for m in re.findall(r'sources: \[([^\]]*)\]',t): ids|=set(re.findall(r'"([^"]*)"',m))
over={'cancer_rates_by_age':'Cancer incidence by site, sex and age (National Cancer Registry), the table of this pack','deaths_by_cause_2024_full':'Vital Statistics 2024, deaths by detailed cause','lever_defaults:salt_food_environment':'Salt intake and blood pressure: default of the lever on salt in food','ltc_causes':'Main causes of care need (Comprehensive Survey of Living Conditions 2022)','Ettehad2016':'Ettehad D et al. Blood pressure lowering for prevention of cardiovascular disease and death. Lancet 2016;387:957'}
pub={'cancer_rates_by_age':'国立がん研究センター / National Cancer Center Japan','deaths_by_cause_2024_full':'厚生労働省 / Ministry of Health, Labour and Welfare','ltc_causes':'厚生労働省 / Ministry of Health, Labour and Welfare','HJ21_2calc':'厚生労働省 / Ministry of Health, Labour and Welfare','lever_defaults:salt_food_environment':'kenju'}
q=lambda s: json.dumps(s,ensure_ascii=False)
L=[]
for i in sorted(ids):
    r=src[i]; c=over.get(i,r['citation']); url=r['url'] or {'Ettehad2016':'https://doi.org/10.1016/S0140-6736(15)01225-8'}.get(i,'the tables of this pack')
    note=r['note'] if i not in over else ''
    note=note.replace('; check funding statement before relying on it','').replace('check funding statement before relying on it','').replace('(mirror)','').strip()
    loc=url+(f' ({note})' if note else '')
    p=pub.get(i) or ('World Health Organization' if c.startswith('WHO') else 'journal article')
    L.append(f'    (\n      id: {q(i)}, title: (ja: {q(c)}, en: {q(c)}),\n      publisher: {q(p)}, location: {q(loc)},\n      licence: "facts only were taken, with citation",\n    ),\n')
t=re.sub(r'^//[^\n]*\n','// Pathways: one directed graph of every relative risk. docs/model/risk-factors.md explains the fields.\n',t)
i=t.rindex('  ],\n)')
t=t[:i]+'  ],\n  sources: [\n'+''.join(L)+'  ],\n)\n'
t=t.replace(' (TRANSITIONS caution 7)','')
open(os.path.join(HERE,'..','..','..','pathways.ron'),'w').write(t)
