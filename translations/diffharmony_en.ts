<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>dh::HarmonizePanel</name>
    <message numerus="yes">
        <source>; %n more to come</source>
        <translation>
            <numerusform>; %n more to come</numerusform>
            <numerusform>; %n more to come</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::HistoryPanel</name>
    <message numerus="yes">
        <source>%n step(s), %1</source>
        <translation>
            <numerusform>%n step, %1</numerusform>
            <numerusform>%n steps, %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ModelWords</name>
    <message numerus="yes">
        <source>%n step(s) at %1 px by default, %2 parameters, %3.</source>
        <translation>
            <numerusform>%n step at %1 px by default, %2 parameters, %3.</numerusform>
            <numerusform>%n steps at %1 px by default, %2 parameters, %3.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ModelsDialog</name>
    <message numerus="yes">
        <source>%1 in %n file(s).</source>
        <translation>
            <numerusform>%1 in %n file.</numerusform>
            <numerusform>%1 in %n files.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::ResultWords</name>
    <message numerus="yes">
        <source>Delete %n result(s)</source>
        <translation>
            <numerusform>Delete %n result</numerusform>
            <numerusform>Delete %n results</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Mean of %n seed(s)</source>
        <translation>
            <numerusform>Mean of %n seed</numerusform>
            <numerusform>Mean of %n seeds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>dh::RunWords</name>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
</TS>
