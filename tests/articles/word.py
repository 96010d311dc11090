"""A page as Word puts it on the clipboard: its own tags, styles, conditional comments, and lists that are painted paragraphs."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- /* Font Definitions */ p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='margin-top:12.0pt'><a name="_Toc1"></a><span lang=EN-GB style='font-family:"Calibri Light"'>The harbour<o:p></o:p></span></h1>
<p class=MsoNormal style='margin-bottom:8pt'><span style='color:red'>The <b style='mso-bidi-font-weight:normal'>old</b> ferry <i>left</i> at&nbsp;dawn.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Forty passengers<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>A piano<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span></span><![endif]>First<o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr><td width=200 valign=top style='padding:0cm'><p class=MsoNormal>Knots</p></td><td><p class=MsoNormal>12</p></td></tr></table>
<!--EndFragment--></body></html>
"""


def line_of_list(words: str, level: int, mark: str = "·") -> str:
    """A line of a list, as Word paints it."""
    ignored = f"<![if !supportLists]><span style='mso-list:Ignore'>{mark}&nbsp; </span><![endif]>"
    return f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>{ignored}{words}<o:p></o:p></p>\n"
