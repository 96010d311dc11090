"""A page as Google's Docs puts it on the clipboard: all of it in one bold that isn't bold, and what is bold in styles."""

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr" style="line-height:1.38;"><span style="font-size:20pt;font-weight:400;">The harbour</span></h1>
<p dir="ltr"><span style="font-weight:400;font-style:normal;vertical-align:baseline;">The </span><span style="font-weight:700;">old</span><span style="font-weight:400;"> ferry </span><span style="font-weight:400;font-style:italic;">left</span><span style="font-weight:400;"> with H</span><span style="vertical-align:sub;">2</span><span style="font-weight:400;">O.</span></p>
<p dir="ltr"><a href="https://www.google.com/url?q=https://pier.example/a%3Fb%3D1&amp;sa=D&amp;source=editors&amp;ust=1" style="text-decoration:none;"><span style="font-weight:400;text-decoration:underline;">Its timetable</span></a></p>
<ul><li dir="ltr" style="font-weight:400;" aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400;">A piano</span></p></li></ul><br></b>
"""
