/** By national major code (疫苗大类代码); the vaccines of the programme, which are what schools check. */
export default {
  '01': '卡介苗',
  '02': '乙肝疫苗',
  '03': '脊灰疫苗',
  '04': '百白破疫苗',
  '06': '白破疫苗',
  '12': '麻腮风疫苗',
  '16': 'A 群流脑疫苗',
  '17': 'A 群 C 群流脑疫苗',
  '18': '乙脑疫苗',
  '19': '甲肝疫苗',
  '55': 'HPV 疫苗',
  other: '疫苗 {code}',
} as const;
