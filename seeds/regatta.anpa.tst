h0417nwlak
r s BC-LKL--Regatta-Results     03-22 0240
^BC-LKL--Regatta Results, 1st Ld-Writethru,190<
^Elin's crew takes the ice regatta by a hull<
^Eds: UPDATES with final standings.<
^By ROLF AKER=
^Northern Wire Sports=
	   TALVIK, Lakeland (NW) _ Four boats, one hull's length between the first two, and ice still in the reeds: the first regatta of the year went to the crew of the Elin on Saturday.
 
	   ``We saw the floe before they did,'' skipper Mats Torv said. ``That is all there was to it _ and a good deal of luck.''
 
^Final standings=
^;Races;Points;Behind
Elin;4;11;_
Osk;4;10{;{
Merrow II;4;7;4
	   The next race is set for 12 April off Port Merrow.

	   NW-TV-03-22-25 1710GMT<


