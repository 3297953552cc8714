#!/usr/bin/env python3
"""Risk factors of the Japanese pack: distributions, smoking dynamics.  Run: python3 derive.py && python3 graph.py
Reads inputs/ and the source tables of the pack; writes into the current directory. numpy only. Deterministic."""
import csv, math, os, sys
from collections import defaultdict
from statistics import NormalDist
import numpy as np
ND=NormalDist()
SEX=['male','female']; AG=[20+5*i for i in range(15)]            # 20-24 ... 85-89, 90+
YEARS=list(range(2016,2025)); K=16
MID=[a+2.5 for a in AG]
U=(np.arange(K)+.5)/K
HERE=os.path.dirname(os.path.abspath(__file__))
def rd(f):
    p=os.path.join(HERE,'inputs',f)
    return list(csv.DictReader(open(p if os.path.exists(p) else os.path.join(HERE,'..','..',f))))
def logit(p): return math.log(p/(1-p))
def expit(x): return 1/(1+math.exp(-x))
def Z(p): return ND.inv_cdf(p)
def interp(x,xs,ys): return float(np.interp(x,xs,ys))
def write(f,hdr,rows):
    with open(f,'w',newline='') as h:
        w=csv.writer(h,lineterminator='\n'); w.writerow(hdr)
        for r in rows: w.writerow([f'{v:.6g}' if isinstance(v,float) else v for v in r])
    print(f, len(rows))
# ---------------------------------------------------------------- population weights
POP={}
for r in rd('population_by_age_sex.csv'):
    if r['universe']=='total_residents' and r['reference']=='1_october':
        POP[(int(r['year']),{'M':'male','F':'female'}[r['sex']],int(r['age']))]=float(r['population'])
def pop(y,s,a): return POP.get((min(max(y,2010),2020 if (2020,'male',50) in POP else 2019),s,a),0.)
def popg(y,s,a): return sum(pop(y,s,x) for x in range(a,(a+5) if a<90 else 101))
def popw(y,s,vals): # vals per AG
    w=[popg(y,s,a) for a in AG]; return sum(v*x for v,x in zip(vals,w))/sum(w)
# respondents of NHNS 2018 blood pressure by decade (source SRC508, SRC515); 40s and 50s are the remainder split in halves
MIX={'male':[56,108,162,162,325,474],'female':[84,198,267.5,267.5,427,601]}
MIXQ={'male':[209,298,347,480,481,763],'female':[193,309,406,554,523,910]}  # NHNS 2023 lifestyle questionnaire respondents (notes of NHNS2023rep)
def mixq(y,s,vals):
    v=decvals(y,s,vals); return sum(a*b for a,b in zip(v,MIXQ[s]))/sum(MIXQ[s])
def dec(a): return min((a-20)//10,5)
def mixw(y,s,vals):
    num=den=0
    for d in range(6):
        gs=[i for i,a in enumerate(AG) if dec(a)==d]; w=[popg(y,s,AG[i]) for i in gs]
        m=sum(vals[i]*x for i,x in zip(gs,w))/sum(w); num+=m*MIX[s][d]; den+=MIX[s][d]
    return num/den
def decvals(y,s,vals):
    out=[]
    for d in range(6):
        gs=[i for i,a in enumerate(AG) if dec(a)==d]; w=[popg(y,s,AG[i]) for i in gs]
        out.append(sum(vals[i]*x for i,x in zip(gs,w))/sum(w))
    return out
write('survey_age_mix.csv',['survey','sex','age_lo','age_hi','respondents','status','source_id','note'],
  [['blood_pressure_2018',s,20+10*d,(29+10*d if d<5 else 120),MIX[s][d],'observed' if d not in(2,3) else 'derived','SRC508;SRC515',
    '' if d not in(2,3) else 'total minus the other groups, split in halves'] for s in SEX for d in range(6)]+[['questionnaire_2023',s,20+10*d,(29+10*d if d<5 else 120),MIXQ[s][d],'observed','NHNS2023rep','denominator printed in the note of the smoking row'] for s in SEX for d in range(6)])
PREV=rd('risk_factor_prevalence.csv'); NH=rd('nhns_by_age.csv')
def nh(ind,s,ag,y,src=None):
    for R in (NH,PREV):
        for r in R:
            if r['indicator']==ind and r['sex']==s and r['age_group']==ag and int(float(r['year']))==y: return float(r['value'])
    return None
DEC=['20-29','30-39','40-49','50-59','60-69','70+']
NDBM={(r['item'],int(r['year']),r['sex'],int(r['age_lo'])):float(r['mean']) for r in rd('ndb_checkup_means.csv') if int(r['age_hi'])-int(r['age_lo'])==4}
NDBD=defaultdict(list)
for r in rd('ndb_checkup_distribution.csv'):
    if int(r['age_hi'])-int(r['age_lo'])==4:
        NDBD[(r['item'],int(r['year']),r['sex'],int(r['age_lo']))].append((float(r['bin_lo'] or -1),float(r['bin_hi'] or 1e9),float(r['share'])))
def ndb_ge(item,y,s,a,c): return sum(sh for lo,hi,sh in NDBD[(item,y,s,a)] if lo>=c-1e-9)
FIT={(r['item'],int(r['year']),r['sex'],int(r['age_lo'])):r for r in rd('ndb_checkup_fit.csv') if int(r['age_hi'])-int(r['age_lo'])==4}
OUT=[]  # factor,sex,age_lo,year,class,value,usual_value,status
CELL=[] # factor,sex,age_lo,year,mean,sd,...
def class_means_lognormal(shift,mu,sg):
    q=np.arange(K+1)/K; z=np.array([-40]+[Z(x) for x in q[1:-1]]+[40])
    P=np.array([ND.cdf(x) for x in z-sg])
    return shift+math.exp(mu+sg*sg/2)*np.diff(P)*K
def class_means_normal(m,sd):
    z=[Z(x/K) for x in range(1,K)]; ph=[0]+[ND.pdf(x) for x in z]+[0]
    return np.array([m+sd*(ph[i]-ph[i+1])*K for i in range(K)])
# ================================================================= SBP
# level: NHNS by decade on the mercury scale (2013 and 2018 averaged where both exist; 40s, 50s 2018 only as the remainder)
SBP18={}
for s in SEX:
    v=[]
    tot=nh('sbp_mean',s,'20+',2018); N=sum(MIX[s])
    for d,g in enumerate(DEC):
        g2='70-79' if g=='70+' else g
        a,b=nh('sbp_mean',s,g2,2013),nh('sbp_mean',s,g2,2018)
        v.append([a,b])
    known=sum(MIX[s][d]*v[d][1] for d in range(6) if v[d][1] is not None)
    rem=(tot*N-known)/(MIX[s][2]+MIX[s][3])
    dif=v[3][0]-v[2][0]                                     # 2013 difference between 50s and 40s
    v[2][1],v[3][1]=rem-dif/2,rem+dif/2
    # two surveys, few hundred persons each: mean of 2013 and 2018, then one constant so that the 2018 survey total is met
    m=[(x+y)/2 for x,y in v]
    c=tot-sum(a*b for a,b in zip(m,MIX[s]))/N
    SBP18[s]=[x+c for x in m]
slope_ndb={s:np.mean([(NDBM[('sbp',2019,s,a)]-NDBM[('sbp',2014,s,a)])/5 for a in range(40,75,5)]) for s in SEX}
def sbp_age(s):
    """single curve at 5-year ages: NDB gives the age shape 40-74, the offset NHNS-NDB is linear in age; below 40 decade values, 75+ held"""
    dm=[25,35,45,55,65,77]; lv=SBP18[s]
    ndb={a:np.mean([NDBM[('sbp',y,s,a)] for y in (2016,2017,2018)]) for a in range(40,75,5)}
    nd=[np.mean([ndb[40],ndb[45]]),np.mean([ndb[50],ndb[55]]),np.mean([ndb[60],ndb[65]]),ndb[70]+.4*(ndb[70]-ndb[60])/2]
    A=np.polyfit([45,55,65,75],[lv[2]-nd[0],lv[3]-nd[1],lv[4]-nd[2],lv[5]-nd[3]],1)
    cur=[]
    for a,m in zip(AG,MID):
        if a<40: cur.append(None)
        elif a<=70: cur.append(ndb[a]+np.polyval(A,m))
        else: cur.append(None)
    i70=AG.index(70)
    for i in range(i70+1,15): cur[i]=lv[5]                 # 75+: NHNS 70+ value, flat (assumed)
    c40=cur[4]
    for i,a in enumerate(AG):
        if a<40: cur[i]=interp(MID[i],[25,35,42.5],[lv[0],lv[1],c40])
    for it in range(30):                                    # meet each decade value of the survey, smoothly
        dv=decvals(2018,s,cur); d=[lv[j]-dv[j] for j in range(6)]
        cur=[c+interp(m,dm,d) for c,m in zip(cur,MID)]
        if max(map(abs,d))<.01: break
    return cur
SBPSD={}
for s in SEX:
    sd={a:float(FIT[('sbp',2018,s,a)]['implied_sd']) for a in range(40,75,5)}
    # NHNS men 2012 classes give the survey's SD by decade: ratio to NDB for the same ages (men); applied to both sexes
    SBPSD[s]=sd
cls=[(80,90),(90,100),(100,110),(110,120),(120,130),(130,140),(140,150),(150,160),(160,170),(170,180),(180,200)]
def nhsd(g):
    t=[]
    for r in PREV:
        if r['indicator'].startswith('sbp_share_') and r['sex']=='male' and r['age_group']==g and r['year']=='2012':
            k=r['indicator'].split('_')[2:]; lo=180 if k[0]=='180plus' else float(k[0]); t.append((lo+(5 if lo<180 else 7),float(r['value'])))
    w=sum(x[1] for x in t); m=sum(a*b for a,b in t)/w; return math.sqrt(sum(b*(a-m)**2 for a,b in t)/w-100/12)
SD12={g:nhsd(g) for g in ['30-39','40-49','50-59','60-69','70+']}
ratio=np.mean([SD12['40-49']/np.mean([SBPSD['male'][40],SBPSD['male'][45]]),SD12['50-59']/np.mean([SBPSD['male'][50],SBPSD['male'][55]]),SD12['60-69']/np.mean([SBPSD['male'][60],SBPSD['male'][65]])])
SBP_TREND=dict(default=-0.10,lo=-0.45,hi=0.10)
SBP_REL=0.50   # share of single-day variance that is usual-value variance: assumed 0.5 (0.35-0.7), checked on the PAF of Fujiyoshi2012
SBPC={s:sbp_age(s) for s in SEX}
DEV={}
for s in SEX:
    t19,t18=nh('sbp_mean',s,'20+',2019),nh('sbp_mean',s,'20+',2018); DEV[s]=t19-t18-SBP_TREND['default']
def sbp_mean(s,i,y):
    # 2016-2018: one additive survey-year effect is NOT applied (2016 within 0.6 of 2018); trend per year from 2018
    return SBPC[s][i]+SBP_TREND['default']*(y-2018)
for s in SEX:
    for i,a in enumerate(AG):
        sdn=SBPSD[s].get(a, SBPSD[s][40]*(SD12['30-39']/SD12['40-49']) if a<40 else SBPSD[s][70])*ratio
        for y in YEARS:
            m=sbp_mean(s,i,y); sh=60.; sg=math.sqrt(math.log(1+(sdn/(m-sh))**2)); mu=math.log(m-sh)-sg*sg/2
            v=class_means_lognormal(sh,mu,sg); st='derived'
            CELL.append(['sbp',s,a,y,m,sdn,'shifted_lognormal',sh,mu,sg])
            for k in range(K): OUT.append(['sbp',s,a,y,k+1,v[k],m+math.sqrt(SBP_REL)*(v[k]-m),st])
# ================================================================= BMI
BMI_TREND={'male':(0.010,0.0,0.030),'female':(0.000,-0.015,0.015)}   # logit of >=25 per year after 2019 (default, lo, hi)
def bmi_target(s):
    """P(>=25), P(<18.5) by 5-year age for 2018: NDB logit shape + sex level; 20-39 and 70+ from NHNS 2013, 2017, 2019 decades"""
    p25,p18={}, {}
    lg=lambda v:np.mean([logit(x/100) for x in v])
    ge={d:[x for x in (nh('bmi_ge25',s,g,2017),nh('bmi_ge25',s,g,2019)) if x] for d,g in enumerate(DEC)}
    lt={d:[nh('bmi_lt18_5',s,g,2017)] for d,g in enumerate(DEC)}
    ndb25={a:logit(np.mean([ndb_ge('bmi',y,s,a,25) for y in (2017,2018,2019)])) for a in range(40,75,5)}
    ndb18={a:logit(np.mean([sum(sh for lo,hi,sh in NDBD[('bmi',y,s,a)] if hi<=18.5) for y in (2017,2018,2019)])) for a in range(40,75,5)}
    off25=[lg(ge[d])-np.mean([ndb25[20+10*d],ndb25[25+10*d]]) for d in (2,3,4)]
    off18=[lg(lt[d])-np.mean([ndb18[20+10*d],ndb18[25+10*d]]) for d in (2,3,4)]
    c25,c18=np.mean(off25),np.mean(off18)
    y70_25=lg(ge[5]); y70_18=lg(lt[5])
    for a in range(40,70,5): p25[a]=ndb25[a]+c25; p18[a]=ndb18[a]+c18
    k25=p25[65]; k18=p18[65]
    xs=[25,35,42.5]
    r25=[lg(ge[0]),lg(ge[1]),p25[40]]; r18=[lg(lt[0]),lg(lt[1]),p18[40]]
    A25=[];A18=[]
    for a,m in zip(AG,MID):
        if a<40: A25.append(interp(m,xs,r25)); A18.append(interp(m,xs,r18))
        elif a<70: A25.append(p25[a]); A18.append(p18[a])
        else: A25.append(interp(m,[67.5,77.5,92],[k25,y70_25,y70_25-.35])); A18.append(interp(m,[67.5,77.5,92],[k18,y70_18,y70_18+.35]))
    return A25,A18
BM={s:bmi_target(s) for s in SEX}
def fitln(sh,p18,p25):
    z1,z2=Z(p18),Z(1-p25); l1,l2=math.log(18.5-sh),math.log(25-sh); sg=(l2-l1)/(z2-z1); return l1-sg*z1,sg
BMISH={'male':9.,'female':11.}
# level constant so that the population-weighted total of >=25 is the mean of the 2017 and 2019 surveys, by sex
BMI_C={}
for s in SEX:
    tgt=np.mean([nh('bmi_ge25',s,'20+',2017),nh('bmi_ge25',s,'20+',2019)])/100; c=0
    for it in range(40):
        p=[expit(x+c) for x in BM[s][0]]; c+=logit(tgt)-logit(.5*(popw(2018,s,p)+mixw(2018,s,p)))
    BMI_C[s]=c
YSL={}
for s in SEX: # observed slope of NDB logit >=25, 2014-2019, at given age
    YSL[s]=np.mean([(logit(ndb_ge('bmi',2019,s,a,25))-logit(ndb_ge('bmi',2014,s,a,25)))/5 for a in range(40,75,5)])
def bmi_p(s,i,y):
    t=YSL[s]*(min(y,2019)-2018)+BMI_TREND[s][0]*max(0,y-2019)
    return expit(BM[s][1][i]-.3*t),expit(BM[s][0][i]+BMI_C[s]+t)
for s in SEX:
    for i,a in enumerate(AG):
        for y in YEARS:
            p18,p25=bmi_p(s,i,y); mu,sg=fitln(BMISH[s],p18,p25); v=class_means_lognormal(BMISH[s],mu,sg)
            CELL.append(['bmi',s,a,y,float(np.mean(v)),(math.exp(mu+sg*sg/2)*math.sqrt(math.exp(sg*sg)-1)),'shifted_lognormal',BMISH[s],mu,sg])
            for k in range(K): OUT.append(['bmi',s,a,y,k+1,v[k],v[k],'derived'])
# ================================================================= LDL
LDL_SLOPE_YOUNG={'male':1.0,'female':0.9}; LDL_SLOPE_OLD=-0.6; LDL_REL=0.75
for s in SEX:
    sl={a:(NDBM[('ldl',2019,s,a)]-NDBM[('ldl',2014,s,a)])/5 for a in range(40,75,5)}
    for i,a in enumerate(AG):
        for y in YEARS:
            aa=min(max(a,40),70); yy=min(y,2021)
            m=NDBM[('ldl',yy,s,aa)]
            if a<40: m-=LDL_SLOPE_YOUNG[s]*(40-a)
            if a>70: m+=LDL_SLOPE_OLD*(min(a,90)-70)
            f=FIT[('ldl',min(y,2021),s,aa)]; sd=float(f['implied_sd'])
            v=class_means_normal(m,sd)
            st='derived' if 40<=a<=70 and y<=2021 else 'assumed'
            CELL.append(['ldl',s,a,y,m,sd,'normal',0.,m,sd])
            for k in range(K): OUT.append(['ldl',s,a,y,k+1,v[k],m+math.sqrt(LDL_REL)*(v[k]-m),st])
# ================================================================= diabetes and HbA1c
DMT={'default':0.000,'lo':-0.02,'hi':0.02}
NDd={}
GM={}
for r in rd('ndb_questionnaire.csv'):
    if r['indicator']=='glucose_medication' and r['answer']=='yes': GM[(int(r['year']),r['sex'],int(r['age_lo']),int(r['age_hi']))]=float(r['share'])
DMP={}
for s in SEX:
    lv=[nh('diabetes_hba1c_ge6_5_or_drug',s,g,2014)/100 for g in DEC]
    nd={}
    for a in range(40,75,5):
        g=np.mean([ndb_ge('hba1c',y,s,a,6.5) for y in (2016,2017,2018)]); dr=np.mean([GM[(y,s,a,a+4)] for y in (2016,2017,2018)])
        nd[a]=(max(g,dr)+g+dr)/2                      # lies between the larger and the sum: midpoint
    off=np.mean([logit(lv[d])-np.mean([logit(nd[20+10*d]),logit(nd[25+10*d])]) for d in (2,3,4)])
    cur=[]
    for a,m in zip(AG,MID):
        if a<40: cur.append(interp(m,[25,35,42.5],[logit(lv[0]),logit(lv[1]),logit(nd[40])+off]))
        elif a<70: cur.append(logit(nd[a])+off)
        else: cur.append(interp(m,[67.5,77,92],[logit(nd[65])+off,logit(lv[5]),logit(lv[5])]))
    # total: mean of NHNS 2016 (16.3/9.3) and 2018, 2019 with the survey's age mix
    tg=np.mean([nh('diabetes_strongly_suspected',s,'20+',y) for y in (2016,2018,2019)])/100; c=0
    for it in range(60): c+=logit(tg)-logit(mixw(2017,s,[expit(x+c) for x in cur]))
    DMP[s]=[x+c for x in cur]
dmrows=[]
NDM={};
for s in SEX:
    mm=[nh('hba1c_mean_among_lt6_5_untreated',s,g,2014) for g in DEC]
    sd=[(nh('hba1c_p84_1_among_lt6_5_untreated',s,g,2014)-nh('hba1c_p15_9_among_lt6_5_untreated',s,g,2014))/2 for g in DEC]
    NDM[s]=[(interp(m,[25,35,45,55,65,77],mm),interp(m,[25,35,45,55,65,77],sd)) for m in MID]
# diabetics: HbA1c-5 lognormal from two NDB constraints (40-74 pooled): share >=8.4 among >=6.5, share <6.5 among diabetics
def dmfit(s):
    g65=np.mean([ndb_ge('hba1c',y,s,a,6.5) for y in (2016,2017,2018) for a in range(50,75,5)]); g84=np.mean([ndb_ge('hba1c',y,s,a,8.4) for y in (2016,2017,2018) for a in range(50,75,5)])
    pd=np.mean([(max(ndb_ge('hba1c',y,s,a,6.5),GM[(y,s,a,a+4)])+ndb_ge('hba1c',y,s,a,6.5)+GM[(y,s,a,a+4)])/2 for y in (2016,2017,2018) for a in range(50,75,5)])
    z1,z2=Z(1-g65/pd),Z(1-g84/pd); l1,l2=math.log(1.5),math.log(3.4); sg=(l2-l1)/(z2-z1); return l1-sg*z1,sg
DMF={s:dmfit(s) for s in SEX}
zz=np.array([Z((j+.5)/4000) for j in range(4000)])
for s in SEX:
    for i,a in enumerate(AG):
        for y in YEARS:
            p=expit(DMP[s][i]+DMT['default']*(y-2018)); dmrows.append([s,a,a+4 if a<90 else 120,y,p,expit(logit(p)-.12),expit(logit(p)+.12),'derived'])
            mu,sg=DMF[s]; m0,s0=NDM[s][i]
            nd=np.minimum(m0+s0*zz,6.49); dm=5+np.exp(mu+sg*zz)
            x=np.concatenate([nd,dm]); w=np.concatenate([np.full(4000,(1-p)/4000),np.full(4000,p/4000)])
            o=np.argsort(x,kind='stable'); x,w=x[o],w[o]; cw=np.cumsum(w); v=[]
            for k in range(K):
                lo,hi=k/K,(k+1)/K; ww=np.clip(np.minimum(cw,hi)-np.maximum(cw-w,lo),0,None); v.append(float((x*ww).sum()/ww.sum()))
            CELL.append(['hba1c',s,a,y,float((x*w).sum()),math.sqrt(float((x*x*w).sum()-((x*w).sum())**2)),'mixture',p,mu,sg])
            for k in range(K): OUT.append(['hba1c',s,a,y,k+1,v[k],v[k],'derived'])
            vd=[5+math.exp(mu+sg*sg/2)*K*(ND.cdf((Z((k+1)/K) if k<K-1 else 40)-sg)-ND.cdf((Z(k/K) if k else -40)-sg)) for k in range(K)]
            for k in range(K): OUT.append(['hba1c_in_diabetes',s,a,y,k+1,vd[k],vd[k],'derived'])
write('diabetes_prevalence.csv',['sex','age_lo','age_hi','year','prevalence','lower','upper','status'],dmrows)
# ================================================================= steps (physical activity)
STEP_TREND=(-0.005,-0.012,0.0); STEP_CV=0.50
def steps_curve(s,y0,m1,m2):
    """flat to 60, then exponential decline: two unknowns from the two survey means (20-64, 65+)"""
    def mean(S,r,lo,hi):
        n=d=0
        for a in range(lo,hi):
            v=S*math.exp(-r*max(0,a-60)); w=pop(y0,s,a); n+=v*w; d+=w
        return n/d
    lo,hi=0,.2
    for _ in range(60):
        r=(lo+hi)/2; S=m1/mean(1,r,20,65)
        if mean(S,r,65,101)>m2: lo=r
        else: hi=r
    return S,r
ST={}
for s in SEX:
    m1=np.mean([nh('steps_mean',s,'20-64',y) for y in (2015,2016,2017,2019)]); m2=np.mean([nh('steps_mean',s,'65+',y) for y in (2015,2016,2017,2019)])
    ST[s]=steps_curve(s,2017,m1,m2)
for s in SEX:
    S,r=ST[s]
    for i,a in enumerate(AG):
        for y in YEARS:
            m=S*math.exp(-r*max(0,MID[i]-60))*math.exp(STEP_TREND[0]*(y-2017)); sg=math.sqrt(math.log(1+STEP_CV**2)); mu=math.log(m)-sg*sg/2
            v=class_means_lognormal(0,mu,sg); CELL.append(['steps',s,a,y,m,m*STEP_CV,'lognormal',0.,mu,sg])
            for k in range(K): OUT.append(['steps',s,a,y,k+1,v[k],v[k],'derived' if True else ''])
# ================================================================= K6
K6={}
def k6(s,g,y=2022):
    v=[nh(f'k6_{c}',s,g,y) for c in ('0_4','5_9','10_14','15plus')]
    return None if None in v else np.array(v)/sum(v)
k6rows=[]
for s in SEX:
    both60=k6(s,'60+'); b={g:k6('both',g) for g in ('60-69','70-79','80+')}
    wts=[sum(popg(2019,s,a) for a in r) for r in ((60,65),(70,75),(80,85,90))]
    bm=sum(w*b[g] for w,g in zip(wts,b))/sum(wts)
    pts={25:k6(s,'20-29'),35:k6(s,'30-39'),45:k6(s,'40-49'),55:k6(s,'50-59')}
    for x,g in ((65,'60-69'),(75,'70-79'),(87,'80+')): t=b[g]*both60/bm; pts[x]=t/t.sum()
    xs=sorted(pts)
    for i,a in enumerate(AG):
        sh=[interp(MID[i],xs,[pts[x][j] for x in xs]) for j in range(4)]; t=sum(sh); sh=[x/t for x in sh]
        S5,S10,S15=sh[1]+sh[2]+sh[3],sh[2]+sh[3],sh[3]; S13=math.exp(.4*math.log(S10)+.6*math.log(S15))
        # piecewise: survival log-linear between cuts; 0-4 uniform; top tail to 24
        for y in YEARS:
            k6rows.append([s,a,a+4 if a<90 else 120,y,1-S5,S5-S10,S10-S13,S13,'derived'])
        cuts=[(0,1.),(5,S5),(10,S10),(15,S15),(24.9,S15*.02)]
        def inv(u): # survival u -> score
            for (x0,s0),(x1,s1) in zip(cuts,cuts[1:]):
                if s0>=u>=s1:
                    return x0+(x1-x0)*((s0-u)/(s0-s1) if x0==0 else (math.log(s0)-math.log(u))/(math.log(s0)-math.log(s1)))
            return 24.
        v=[np.mean([inv(1-(k+(j+.5)/50)/K) for j in range(50)]) for k in range(K)]
        for y in YEARS:
            CELL.append(['k6',s,a,y,float(np.mean(v)),float(np.std(v)),'piecewise',0.,S5,S10])
            for k in range(K): OUT.append(['k6',s,a,y,k+1,float(v[k]),float(v[k]),'derived'])
write('k6_categories.csv',['sex','age_lo','age_hi','year','share_0_4','share_5_9','share_10_12','share_13_24','status'],k6rows)
# ================================================================= frailty (risk state, 65+)
FR={65:1.9,70:3.8,75:10.0,80:20.4,85:35.1}
def frail(s,a): return FR[min(a,85)]/100*(8.1/7.85 if s=='female' else 7.6/7.85)
frrows=[]
tot=sum(popg(2016,s,a)*frail(s,a) for s in SEX for a in AG if a>=65)/sum(popg(2016,s,a) for s in SEX for a in AG if a>=65)
tgt_f,tgt_p=.087,.408
cf=0
def fr(s,a): return expit(logit(frail(s,a))+cf)
for _ in range(50):
    t=sum(popg(2016,s,a)*fr(s,a) for s in SEX for a in AG if a>=65)/sum(popg(2016,s,a) for s in SEX for a in AG if a>=65); cf+=logit(tgt_f)-logit(t)
# pre-frail among the non-frail rises linearly on the logit with age; slope assumed 0.04 per year, level solved to 40.8% of 65+
cp=0
def pf(s,a): return (1-fr(s,a))*expit(cp+.04*(a-75))
for _ in range(50):
    t=sum(popg(2016,s,a)*pf(s,a) for s in SEX for a in AG if a>=65)/sum(popg(2016,s,a) for s in SEX for a in AG if a>=65); cp+=1.5*(logit(tgt_p)-logit(t))
for s in SEX:
    for i,a in enumerate(AG):
        for y in YEARS:
            f,p=(fr(s,a),pf(s,a)) if a>=65 else (0.,0.)
            frrows.append([s,a,a+4 if a<90 else 120,y,1-f-p,p,f,'derived' if a>=65 else 'assumed'])
            for k in range(K):
                lo,hi=k/K,(k+1)/K; of=max(0,hi-max(lo,1-f))*K; op=max(0,min(hi,1-f)-max(lo,1-f-p))*K
                OUT.append(['frailty',s,a,y,k+1,float(op+2*of),float(op+2*of),'derived' if a>=65 else 'assumed'])
write('frailty_states.csv',['sex','age_lo','age_hi','year','robust','prefrail','frail','status'],frrows)
# ================================================================= smoking
IM={(r['indicator'],r['sex'],int(r['age_lo']),int(r['year'])):float(r['value']) for r in rd('risk_factor_modelled_by_age.csv') if r['indicator'].startswith('smoking') and r['age_group']!='20-99'}
IY=[2010,2013,2016,2019,2022,2025,2030,2035,2040]; HALVE={'default':.5,'lo':0.,'hi':1.}
SRC_YEARS=[2010,2013,2016,2019]
def im(ind,s,y,halve=.5):
    """logit at 5-year ages, piecewise linear in year; after 2024 the logit slope of the extrapolation times `halve`"""
    def raw(y): return np.array([np.interp(y,IY,[logit(IM[(ind,s,a,k)]) for k in IY]) for a in AG])
    if y<2010: return raw(2010)+(y-2010)*(raw(2016)-raw(2010))/6     # back-cast slope 2010-2016
    return raw(y) if y<=2024 else raw(2024)+halve*(raw(y)-raw(2024))
def fit_k(s):
    """level k0+k1*(age-50)+k2*(age-50)^2 on the logit. Targets: NHNS 2019 by decade 20-59 (men), totals 2016, 2019 (population
    weighted, as the pack's 0.89; survey mix with a small weight), NHNS 2010 and 2023 by age (weak)."""
    best=None; th=np.zeros(3); 
    X=lambda th:np.array([th[0]+th[1]*(m-50)/10+th[2]*((m-50)/10)**2 for m in MID])
    def loss(th):
        L=0
        for y in (2016,2019):
            p=[expit(x) for x in im('smoking_current',s,y)+X(th)]; t=nh('smoking_current',s,'20+',y)
            if t is None: t=[float(r['value']) for r in PREV if r['indicator']=='smoking_current' and r['sex']==s and r['age_group']=='20+' and r['year']==str(y)][0]
            L+=40*(popw(y,s,p)*100-t)**2+3*(mixq(y,s,p)*100-t)**2
        p=decvals(2019,s,[expit(x) for x in im('smoking_current',s,2019)+X(th)])
        for d,g in enumerate(DEC[:4]):
            t=nh('smoking_current',s,g,2019)
            if t: L+=1.5*(100*p[d]-t)**2
        for yy in (2010,2023):
            p=decvals(2019,s,[expit(x) for x in im('smoking_current',s,yy)+X(th)])
            for d,g in enumerate(DEC):
                t=[float(r['value']) for r in PREV if r['indicator']=='smoking_current' and r['sex']==s and r['age_group']==g and r['year']==str(yy)]
                if t: L+=(.5 if yy==2010 else 1.)*(100*p[d]-t[0])**2*(1. if d>=4 else .5)*(4. if s=='female' else 1.)
        return L+ (1*th[1]**2+1*th[2]**2)
    step=np.array([.2,.1,.05]); cur=loss(th)
    for it in range(400):
        imp=False
        for j in range(3):
            for sg in (1,-1):
                t=th.copy(); t[j]+=sg*step[j]; l=loss(t)
                if l<cur-1e-9: th,cur,imp=t,l,True
        if not imp:
            step/=2
            if step.max()<1e-5: break
    return th,X(th)
KS={s:fit_k(s) for s in SEX}
KS['male']=(KS['male'][0]-np.array([.01,0,0]),KS['male'][1]-.01)   # balances 2016 and 2019 after the event simulation (0.2 points)
def P5(s,y,halve=.5): return im('smoking_current',s,y,halve)+KS[s][1]      # logit at 5-year ages
def pcur(s,a,y,halve=.5):
    """current smoker share at exact age a (single)"""
    if a<15: return 0.
    L=P5(s,y,halve); base=expit(interp(max(a,20),MID,L)) if a>=20 else None
    p20=expit(interp(22.5,MID,L))
    if a<22.5: return p20*max(0,(a-15))/(7.5)                                # linear start 15 to 22.5 (assumed)
    return expit(interp(a,MID,L))
# ever-smoker share by birth cohort: fitted current + ex at 2016 for cohorts aged 35+ (ex share rescaled with the same conditional P(ex|not current));
def ever2016(s,a):
    aa=min(max(a,22.5),92); xs=MID
    ex=interp(aa,xs,[IM[('smoking_ex',s,x,2016)]/(1-IM[('smoking_current',s,x,2016)]) for x in AG])
    c=pcur(s,aa,2016); return c+ex*(1-c)
def ever_cohort(s,b,halve=.5):
    """ever share reached by age 30 of the cohort born in year b"""
    a=2016-b
    if a>=32: return ever2016(s,a)
    # younger: ever at 30 = current share at 30 of that cohort / ratio current:ever at age 30 in 2016
    ratio=pcur(s,32,2016)/ever2016(s,32); return min(.95,pcur(s,32,min(b+32,2060),halve)/ratio)
# quitting: derived from the surface along cohorts. Within a cohort, ever is constant after 30 => cessation = -dln(current)
# all-cause mortality ratio current:never used to remove differential mortality. Age pattern from Murakami 2011 PAF (47.7/15.4/8.0 % men 60-69/70-79/80-89)
def rrall(a): return interp(a,[0,60,65,75,85,95],[2.21,2.21,2.21,1.4,1.2,1.0])
QX={}
for r in rd('life_table_qx.csv'):
    if r['year']=='2019': QX[({'M':'male','F':'female'}.get(r['sex'],r['sex']),int(r['age']))]=float(r['mx'])
def mx(s,a): return QX.get((s,min(a,100)),.3)
def E_age(s,a,y):
    """ever share at age a in year y: cohort's ever30 scaled by a start curve: 0 at 15 .. 1 at 30. shape: current share ramp to 22.5, then slower to 30"""
    e=ever_cohort(s,y-a)
    f=0 if a<15 else interp(a,[15,22.5,30],[0,.80,1.0]); return e*f
inirows=[];cesrows=[];prevrows=[]
def cess(s,a,y):
    """annual cessation probability net of relapse, a = completed age at start"""
    c0,c1=pcur(s,a+.5,y),pcur(s,a+1.5,y+1); e0,e1=E_age(s,a+.5,y),E_age(s,a+1.5,y+1)
    new=max(0,e1-e0); q=1-(c1-new)/max(c0,1e-9) if c0>0 else 0
    # survivors: prevalence among survivors falls also because smokers die faster
    R=rrall(a); p=c0; m=mx(s,a); dif=m*(R/(1+p*(R-1))-1); return q-dif
# ceiling above 50 from following NHNS 2010 groups to 2023 (13 years): 50-59 -> 63-72 and 60-69 -> 73-82, annual fall of the prevalence less differential mortality
def follow(s):
    v={(y,g):[float(r['value']) for r in PREV if r['indicator']=='smoking_current' and r['sex']==s and r['age_group']==g and r['year']==str(y)][0] for y in (2010,2023) for g in DEC}
    a=math.log(v[(2010,'50-59')]/(.65*v[(2023,'60-69')]+.35*v[(2023,'70+')]))/13; b=math.log(v[(2010,'60-69')]/v[(2023,'70+')])/13
    return a,b
CAP={}
for s in SEX:
    a,b=follow(s); CAP[s]=round(max(a,b),3); print('cohort fall',s,round(a,4),round(b,4),'cap',CAP[s])
CES={}
for s in SEX:
    for y in range(2016,2041):
        raw=np.array([cess(s,a,y) for a in range(20,96)]); 
        k=np.ones(9)/9; pad=np.concatenate([np.full(4,raw[:5].mean()),raw,np.full(4,raw[-5:].mean())]); sm=np.convolve(pad,k,'valid')
        sm[:10]=sm[10:15].mean()      # 20-29 as 30-34 (assumed): the surface there is dominated by starting
        for a,q in zip(range(20,96),sm): CES[(s,a,y)]=float(min(max(q,0.003),CAP[s] if a>=50 else .15))
for s in SEX:
    for y in range(2016,2041):
        for a in range(15,96):
            if a<35:
                e0,e1=E_age(s,a+.5,y),E_age(s,a+1.5,y+1); i=max(0.,(e1-e0)/max(1-e0,1e-9)) if a<30 else 0.
                inirows.append([s,a,y,float(min(i,.2)),'derived','IMPACTJPN;NHNS2023sum'])
            if a>=20: cesrows.append([s,a,y,CES[(s,a,y)],CES[(s,a,y)]*.5,CES[(s,a,y)]*1.5,'derived' if y<2019 else 'assumed','IMPACTJPN;NHNS2023sum'])
write('smoking_cessation.csv',['sex','age','year','annual_probability_net_quit','lower','upper','status','source_id'],cesrows)
# forward simulation of the expected shares with these hazards (checks) and quit-year distribution in 2016
def back_quit(s,a,ynow=2016):
    """years-since-quit density of former smokers aged a in 2016: each cohort's quit hazard has the age shape of the 2016 table, scaled by one factor so that current/ever at 2016 is met"""
    e,c=ever2016(s,a+.5) if a>=32 else E_age(s,a+.5,2016),pcur(s,a+.5,2016); c=min(c,e*.999)
    h=np.array([CES[(s,max(20,min(x,95)),2016)] for x in range(20,a+1)]) if a>=20 else np.array([.02])
    H=-math.log(c/e); f=H/h.sum()
    surv=1.;dens=np.zeros(len(h))
    for j,x in enumerate(h): q=1-math.exp(-f*x); dens[len(h)-1-j]=surv*q; surv*=1-q
    return dens/dens.sum()
BINS=[(0,1),(2,4),(5,9),(10,14),(15,19),(20,24),(25,34),(35,80)]
qrows=[]; QD={}
for s in SEX:
    for a in range(20,96):
        d=back_quit(s,a); QD[(s,a)]=d
        for lo,hi in BINS: qrows.append([s,a,lo,hi,float(d[lo:hi+1].sum()),'derived','IMPACTJPN;NHNS2023sum'])
write('smoking_quit_years_2016.csv',['sex','age','years_lo','years_hi','share_of_former','status','source_id'],qrows)
for s in SEX:
    for y in list(range(2016,2041)):
        for a in range(15,101):
            aa=min(a,95); c=pcur(s,aa+.5,y); e=max(E_age(s,aa+.5,y),c*1.02) if aa<32 or y!=2016 else max(ever2016(s,aa+.5),c*1.02)
            lo,hi=(pcur(s,aa+.5,y,0.),pcur(s,aa+.5,y,1.)); lo,hi=min(lo,hi),max(lo,hi)
            prevrows.append([s,a,y,1-e,e-c,c,lo,hi,'derived' if y<=2019 else 'assumed'])
PRV={(r[0],r[1],r[2]):r for r in prevrows}
# expected-value cohort simulation 2016 -> 2024 with mortality differential, to prove the hazards reproduce the surface
INIT={}
def simulate():
    res={}
    for s in SEX:
        st={a:np.array([PRV[(s,a,2016)][3],PRV[(s,a,2016)][4],PRV[(s,a,2016)][5]]) for a in range(15,101)}
        INI={}
        for y in range(2016,2040):
            res[(s,y)]={a:v.copy() for a,v in st.items()}
            new={}
            for a in range(15,100):
                n,f,c=st[a]; q=CES.get((s,min(a,95),y),0.) if a>=20 else 0.
                i=min(.15,max(0.,(pcur(s,a+1.5,y+1)-c*(1-q))/max(n,1e-9))) if a<30 else 0.
                INIT[(s,a,y)]=i
                R=rrall(a); m=mx(s,a); base=m/(n+f*(1+.35*(R-1))+c*R)
                sn,sf,sc=math.exp(-base),math.exp(-base*(1+.35*(R-1))),math.exp(-base*R)
                N=n*(1-i)*sn; C=(c*(1-q)+n*i)*sc; F=(f)*sf+c*q*sc; T=N+F+C; new[a+1]=np.array([N,F,C])/T
            new[15]=np.array([PRV[(s,15,y+1)][3],PRV[(s,15,y+1)][4],PRV[(s,15,y+1)][5]]); st=new
        res[(s,2040)]=st
    return res
SIM=simulate()
for s in SEX: # last year repeats
    for a in range(15,30): INIT[(s,a,2040)]=INIT[(s,a,2039)]
write('smoking_initiation.csv',['sex','age','year','annual_probability_never_to_current','lower','upper','status','source_id'],[[s,a,y,INIT[(s,a,y)],INIT[(s,a,y)]*.7,INIT[(s,a,y)]*1.3,'derived' if y<2019 else 'assumed','IMPACTJPN;NHNS2023sum'] for s in SEX for y in range(2016,2041) for a in range(15,30)])
# ================================================================= outputs
for r in prevrows:
    k=SIM[(r[0],r[2])].get(r[1]) if r[1]<=100 else None
    r+= [float(k[0]),float(k[1]),float(k[2])]
write('smoking_prevalence.csv',['sex','age','year','never','former','current','current_no_halving_low','current_flat_high','status','simulated_never','simulated_former','simulated_current'],prevrows)
write('distribution_classes.csv',['factor','sex','age_lo','year','rank_class','value','usual_value','status'],OUT)
write('distribution_cells.csv',['factor','sex','age_lo','year','mean','sd','shape','p0','p1','p2'],CELL)
import pickle
CK={}
def tot(f,s,y,fn,w): return w(y,s,[fn(s,i,y) for i in range(15)])
chk=[]
for s in SEX:
    for y,t in ((2016,nh('sbp_mean',s,'20+',2016)),(2018,nh('sbp_mean',s,'20+',2018))):
        if t is None: t=[float(r['value']) for r in PREV if r['indicator']=='sbp_mean' and r['sex']==s and r['age_group']=='20+' and r['year']==str(y)][0]
        chk.append(['sbp_mean',s,y,t,tot('sbp',s,y,sbp_mean,mixw),tot('sbp',s,y,sbp_mean,popw),1.0,'mmHg'])
    for y in (2017,2019):
        t=[float(r['value']) for r in NH if r['indicator']=='bmi_ge25' and r['sex']==s and r['age_group']=='20+' and r['year']==str(y)][0]
        g=lambda s,i,y:100*bmi_p(s,i,y)[1]; chk.append(['bmi_ge25',s,y,t,tot('b',s,y,g,mixw),tot('b',s,y,g,popw),2.0,'points'])
    t=[float(r['value']) for r in NH if r['indicator']=='bmi_lt18_5' and r['sex']==s and r['age_group']=='20+' and r['year']=='2017'][0]
    g=lambda s,i,y:100*bmi_p(s,i,y)[0]; chk.append(['bmi_lt18_5',s,2017,t,tot('b',s,2017,g,mixw),tot('b',s,2017,g,popw),2.0,'points'])
    def b30(s,i,y):
        p18,p25=bmi_p(s,i,y); mu,sg=fitln(BMISH[s],p18,p25); return 100*(1-ND.cdf((math.log(30-BMISH[s])-mu)/sg))
    chk.append(['bmi_ge30',s,2019,nh('bmi_ge30',s,'20+',2019),tot('b',s,2019,b30,mixw),tot('b',s,2019,b30,popw),2.0,'points'])
    for y in (2016,2019,2022,2023,2024):
        t={('male',2024):24.5,('female',2024):6.5}.get((s,y)) or [float(r['value']) for r in PREV if r['indicator']=='smoking_current' and r['sex']==s and r['age_group']=='20+' and r['year']==str(y)][0]
        v=[100*expit(x) for x in P5(s,y)]; chk.append(['smoking_current',s,y,t,mixq(y,s,v),popw(y,s,v),1.0 if y<2020 else 2.5,'points'])
        w=[pop(y,s,a) for a in range(20,101)]; sv=sum(SIM[(s,y)][a][2]*x for a,x in zip(range(20,101),w))/sum(w)*100; tt=t
        chk.append(['smoking_current_simulated_with_hazards',s,y,tt,sv,sv,1.0 if y<2020 else 2.5,'points (prevalence from the event hazards against NHNS)'])
    for y in (2016,2018,2019):
        t=nh('diabetes_strongly_suspected',s,'20+',y); g=lambda s,i,y:100*expit(DMP[s][i]); chk.append(['diabetes',s,y,t,tot('d',s,y,g,mixw),tot('d',s,y,g,popw),2.0,'points'])
    for y in (2016,2019,2023):
        for lo,hi,g in ((20,65,'20-64'),(65,101,'65+')):
            t=nh('steps_mean',s,g,y); S,r=ST[s]; n=sum(pop(y,s,a)*S*math.exp(-r*max(0,a-60)+STEP_TREND[0]*(y-2017)) for a in range(lo,hi))/sum(pop(y,s,a) for a in range(lo,hi))
            if t: chk.append([f'steps {g}',s,y,t,n,n,400,'steps/day'])
# LDL>=160 both 20+ 2024
num=den=0
for s in SEX:
    for i,a in enumerate(AG):
        c=[x for x in CELL if x[0]=='ldl' and x[1]==s and x[2]==a and x[3]==2024][0]; w=popg(2020,s,a); num+=w*(1-ND.cdf((160-c[4])/c[5])); den+=w
chk.append(['ldl_ge160','both',2024,8.1,100*num/den,100*num/den,2.0,'points'])
num=den=0
for r in k6rows:
    if r[3]==2019: w=popg(2019,r[0],r[1]); num+=w*(r[6]+r[7]); den+=w
chk.append(['k6_ge10','both',2019,10.3,100*num/den,100*num/den,1.0,'points'])
PRI={'sbp_mean':'survey_age_mix','diabetes':'survey_age_mix'}
for c in chk:
    w=PRI.get(c[0],'population_weighted'); v=c[4] if w=='survey_age_mix' else c[5]; c+= [w,v-c[3],'pass' if abs(v-c[3])<=c[6] else 'MISS']
write('checks.csv',['target','sex','year','observed','fit_survey_age_mix','fit_population_weighted','tolerance','unit','primary_weighting','difference','result'],chk)
for c in chk:
    d1,d2=c[4]-c[3],c[5]-c[3]; print(f'{c[0]:42s}{c[1]:7s}{c[2]} obs {c[3]:9.2f} mix {c[4]:9.2f} ({d1:+.2f}) pop {c[5]:9.2f} ({d2:+.2f}) tol {c[6]}', c[10])
decchk=[]
for s in SEX:
    dv=decvals(2019,s,[100*expit(x) for x in P5(s,2019)]); print('smk 2019 dec',s,[round(x,1) for x in dv],[nh('smoking_current',s,g,2019) for g in DEC])
    for yy in (2010,2023):
        dv=decvals(2019,s,[100*expit(x) for x in P5(s,yy)]); ob=[[float(r['value']) for r in PREV if r['indicator']=='smoking_current' and r['sex']==s and r['age_group']==g and r['year']==str(yy)][0] for g in DEC]
        print('smk',yy,s,[round(x,1) for x in dv],ob)
        for g,f,o in zip(DEC,dv,ob): decchk.append(['smoking_current',s,yy,g,o,f])
    for d,g in enumerate(DEC[:4]):
        if nh('smoking_current',s,g,2019): decchk.append(['smoking_current',s,2019,g,nh('smoking_current',s,g,2019),decvals(2019,s,[100*expit(x) for x in P5(s,2019)])[d]])
    dv=decvals(2018,s,SBPC[s]); print('sbp',s,[round(x,1) for x in dv],[round(x,1) for x in SBP18[s]])
    for g,f in zip(DEC,dv):
        o=nh('sbp_mean',s,'70-79' if g=='70+' else g,2018)
        if o: decchk.append(['sbp_mean',s,2018,g,o,f])
    for y in (2017,2019):
        dv=decvals(y,s,[100*bmi_p(s,i,y)[1] for i in range(15)]); ob=[nh('bmi_ge25',s,g,y) for g in DEC]; print('bmi25',y,s,[round(x,1) for x in dv],ob)
        for g,f,o in zip(DEC,dv,ob):
            if o: decchk.append(['bmi_ge25',s,y,g,o,f])
    dv=decvals(2017,s,[100*expit(x) for x in DMP[s]]); print('dm',s,[round(x,1) for x in dv],[nh('diabetes_hba1c_ge6_5_or_drug',s,g,2014) for g in DEC])
    print('device',s,DEV[s],'ndb slope',slope_ndb[s],'sd ratio',ratio,'steps',ST[s],'smk k',KS[s][0],'dmfit',DMF[s],'bmi c',BMI_C[s],YSL[s])
    print('sim by age',s,{y:[round(100*float(SIM[(s,y)][a][2]),1) for a in (25,35,45,55,65,75,85)] for y in (2016,2019,2024,2032,2040)}); print('ex 2016',s,[round(100*(PRV[(s,a,2016)][4]),1) for a in (30,40,50,60,70,80,90)],'cess',[round(CES[(s,a,2016)],4) for a in (25,35,45,55,65,75,85)],'2030',[round(CES[(s,a,2030)],4) for a in (25,35,45,55,65,75,85)])
write('checks_by_age.csv',['target','sex','year','age_group','observed','fit'],decchk)
# every assumption that is a number without a direct source
A=[['sbp_trend_mmhg_per_year',SBP_TREND['default'],SBP_TREND['lo'],SBP_TREND['hi'],'assumed','from 2018, at a given age; NDB 2014-19 slope men %.3f women %.3f; low end = NHNS 2019-2024 on the new device'%(slope_ndb['male'],slope_ndb['female'])],
['sbp_device_offset_male_mmhg',DEV['male'],DEV['male']-1,DEV['male']+1,'derived','NHNS 2019 total minus 2018 total minus trend: reported value 2019+ = model + offset; never applied to risk'],
['sbp_device_offset_female_mmhg',DEV['female'],DEV['female']-1,DEV['female']+1,'derived','as above'],
['sbp_usual_share_of_variance',SBP_REL,.35,.7,'assumed','checked against the printed PAF of EPOCH-JAPAN (Fujiyoshi2012); regression dilution: class spread in RR = sqrt(share) x survey spread; APCSC slopes are per USUAL mmHg'],
['sbp_sd_ratio_survey_to_checkup',float(ratio),.9,1.2,'derived','NHNS 2012 men classes (NHNS2012bp) / NDB implied SD'],
['sbp_75plus_equals_70plus',1,0,1,'assumed','NHNS 70+ value held flat above 75'],
['bmi_logit_ge25_trend_male',BMI_TREND['male'][0],BMI_TREND['male'][1],BMI_TREND['male'][2],'assumed','per year after 2019; NDB 2014-19 slope %.4f; NHNS 2019-2023 flat (33.0 to 31.5)'%YSL['male']],
['bmi_logit_ge25_trend_female',BMI_TREND['female'][0],BMI_TREND['female'][1],BMI_TREND['female'][2],'assumed','per year after 2019; NDB 2014-19 slope %.4f'%YSL['female']],
['bmi_logit_change_77_to_92',-.35,-.7,0,'assumed','fall of overweight (and rise of underweight) above 77'],
['ldl_slope_below_40_male',1.0,.5,1.5,'assumed','mg/dL per year of age, no survey by age'],['ldl_slope_below_40_female',.9,.4,1.4,'assumed',''],
['ldl_slope_above_70',LDL_SLOPE_OLD,-1,0,'assumed','mg/dL per year of age to 90'],['ldl_usual_share_of_variance',LDL_REL,.6,.9,'assumed','within-person variation'],
['ldl_level_shift_to_survey',0,-10,0,'assumed','NHNS 2024: 8.1% >=160 at 20+; checkup level gives more'],
['diabetes_logit_trend',DMT['default'],DMT['lo'],DMT['hi'],'assumed','per year at a given age'],
['steps_cv',STEP_CV,.4,.6,'assumed','spread of usual steps between persons; no NHNS SD found'],['steps_log_trend',STEP_TREND[0],STEP_TREND[1],STEP_TREND[2],'assumed','per year; NHNS men 2010-2023 -0.4 to -0.5% a year at 20-64'],
['prefrail_age_slope_logit',.04,.02,.08,'assumed','Kojima 2017 gives frail by age, pre-frail only for 65+'],
['k6_trend',0,-.02,.02,'assumed','NHNS/CSLC: >=10 10.4% in 2010, 10.3% in 2019'],
['smoking_decline_after_2024_factor',.5,0,1,'assumed','multiplies the logit slope of the extrapolation after 2024'],
['smoking_cessation_cap_50plus_male',CAP['male'],.02,.06,'derived','NHNS 2010 age groups followed to 2023'],['smoking_cessation_cap_50plus_female',CAP['female'],.02,.08,'derived','as above; the fitted age-period surface would need 9% a year in women over 60, which is a cohort effect'],['smoking_start_ages','15-30',15,35,'assumed','80% of ever smokers have started by 22.5'],
['smoking_mortality_ratio_for_hazards',2.21,1.6,2.6,'derived','Sakata2012 below 65; 1.4 at 75, 1.2 at 85, 1.0 at 95 from PAF by age of Murakami2011; used only to separate quitting from dying'],
['rank_mixing_r',.7,.4,.95,'assumed','z = r z + sqrt(1-r^2) e at keyed ten-year ages']]
write('assumptions.csv',['setting','default','low','high','status','note'],A)
pickle.dump(dict(CELL=CELL,OUT=OUT,DMP=DMP,PRV={k:PRV[k] for k in PRV if k[2]==2016},QD=QD,K6=k6rows,FRr=frrows,ST=ST),open('.state.pkl','wb'))
