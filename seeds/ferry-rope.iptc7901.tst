nwb0231 4 i 148  nw 017

Lakeland/transport/
1ST LEAD
Cable ferry stops for an hour as rope is shortened
By Piet Dorn =

   Talvik (nw) - The new cable ferry stood still for an hour on Wednesday
while its rope was shortened by eleven metres, the harbour office said.

   The lake has risen by forty centimetres since the ice went out, and the
rope had begun to drag. "It is a ferry, not a rowing boat: you cannot
just pull harder," harbour master Signe Holt told reporters.

   About sixty passengers waited at the northern ramp. Tea was served from
the old net shed, and nobody asked for a refund, according to the office.

# Notebook

## Note to editors
- adds passengers in third paragraph

* * * *
The following information is not for publication

## Contacts
- Reporting by: Piet Dorn; desk@northernwire.example

nw pd eh

191402 GMT Mar 25

