/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "images/a.jpg": "",
  "images/site/b.jpg": "",
  "annotations.xml": `<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta><task><id>3</id><mode>annotation</mode><labels><label><name>egg</name></label></labels></task></meta>
  <image id="0" name="a.jpg" width="640" height="480">
    <box label="egg" occluded="0" xtl="10.5" ytl="20" xbr="100" ybr="90" rotation="30.0" z_order="0">
      <attribute name="ripe">true</attribute>
    </box>
    <polygon label="leaf &amp; stem" points="1.0,2;30,4;6,50"/>
    <mask label="egg" rle="3, 5, 2" left="7" top="8" width="5" height="2"/>
  </image>
  <image id="1" name="site/b.jpg" subset="Train" task_id="3" width="640" height="480">
    <ellipse label="egg" cx="50" cy="40" rx="20" ry="10"/>
    <polyline label="egg" points="1,2;3,4"/>
    <points label="egg" points="1,2"/>
    <cuboid label="egg" xtl1="1" ytl1="1" xbl1="1" ybl1="9" xtr1="9" ytr1="1" xbr1="9" ybr1="9" xtl2="3" ytl2="3" xbl2="3" ybl2="12" xtr2="12" ytr2="3" xbr2="12" ybr2="12"/>
  </image>
</annotations>
`,
};
