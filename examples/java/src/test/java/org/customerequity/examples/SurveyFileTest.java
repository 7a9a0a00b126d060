package org.customerequity.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.customerequity.survey.RatingScale;
import org.customerequity.survey.brand.BrandSurvey;
import org.customerequity.survey.brand.EquityDriver;
import org.customerequity.survey.brand.MissingRatings;
import org.customerequity.survey.brand.SubDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurveyFileTest {
    private static final String HEADER =
            "respondent,brand,last,next,frequency,volume,weight,segment,value:quality,brand:image\n";
    private static final String GOOD = """
            a,North,1,60,4,300,1,business,4,3
            a,South,0,40,,,,,2,5
            b,South,1,1,2,100,2,private,3,3
            """;

    private static SurveyFile.Answers read(String text, boolean skip, MissingRatings missing) {
        Source source = new Source() {
            @Override
            public String name() {
                return "FILE";
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public long size() {
                return text.length();
            }
        };
        return new SurveyFile(source, skip, Progress.silent()).read(RatingScale.FIVE_POINT, missing);
    }

    @Test
    void readsWhatRespondentsSay() {
        BrandSurvey survey = read(HEADER + GOOD, false, MissingRatings.REJECT).survey();
        assertEquals(List.of("North", "South"), survey.brands());
        assertEquals(
                List.of(new SubDriver("quality", EquityDriver.VALUE), new SubDriver("image", EquityDriver.BRAND)),
                survey.subDrivers());
        assertEquals(2, survey.size());
        assertEquals(0, survey.lastBrand(0));
        assertEquals(0.6, survey.choiceShare(0, 0));
        assertEquals(0.4, survey.choiceShare(0, 1));
        assertEquals(4, survey.frequency(0));
        assertEquals(300, survey.volume(0));
        assertEquals(2, survey.weight(1));
        assertEquals("private", survey.segments().get(survey.segment(1)));
        assertEquals(5, survey.rating(0, 1, 1));
        assertFalse(survey.considers(1, 0));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        BrandSurvey survey = read(
                        "respondent,brand,last,value:quality\na,North,1,4\na,South,,2\n", false, MissingRatings.REJECT)
                .survey();
        assertEquals(1, survey.frequency(0));
        assertEquals(1, survey.volume(0));
        assertEquals(1, survey.weight(0));
        assertFalse(survey.hasChoice(0));
        SurveyFile.Answers some = read(HEADER + GOOD.replace(",2,100,", ",,,"), false, MissingRatings.REJECT);
        assertEquals(1, some.withoutFrequency());
        assertEquals(1, some.withoutVolume());
    }

    @Test
    void aGapIsRefusedOnRequest() {
        assertRefused(
                HEADER + GOOD + "c,North,1,,,,,,3,\n",
                "FILE: rating of North on image by c must be given, was missing (a considered brand is rated on every"
                        + " sub-driver; --missing offers other ways)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",North,1,1,4,300,1,x,4,3 | line 2, column respondent: must not be blank, was empty",
                "a,,1,1,4,300,1,x,4,3 | line 2, column brand: must not be blank, was empty",
                "a,North,yes,1,4,300,1,x,4,3 | line 2, column last: must be 1, 0 or empty, was \"yes\"",
                "a,North,1,-1,4,300,1,x,4,3 | line 2, column next: must not be negative, was \"-1\"",
                "a,North,1,some,4,300,1,x,4,3 | line 2, column next: must be a decimal number such as 4 or 3.5, was \"some\"",
                "a,North,1,1,0,300,1,x,4,3 | line 2, column frequency: must be above 0, was \"0\"",
                "a,North,1,1,4,-3,1,x,4,3 | line 2, column volume: must be above 0, was \"-3\"",
                "a,North,1,1,4,300,-1,x,4,3 | line 2, column weight: must not be negative, was \"-1\"",
                "a,North,1,1,4,300,1,x,6,3 | line 2, column value:quality: must be from 1 to 5 (--scale says which), was \"6\"",
                "a,North,1,1,4,300,1,x,good,3 | line 2, column value:quality: must be a decimal number such as 4 or 3.5, was \"good\"",
                "a,North,1,1,4,300,1,x,4 | line 2: must have 10 fields as the header has, had 9",
            })
    void aRowThatCannotBeUsed(String row, String message) {
        Refusal refusal =
                assertThrows(Refusal.class, () -> read(HEADER + row + "\n" + GOOD, false, MissingRatings.REJECT));
        assertEquals("FILE " + message, refusal.getMessage());
        assertEquals(Refusal.BAD_DATA, refusal.status());
    }

    @Test
    void rowsThatContradictEachOther() {
        assertRefused(
                HEADER + GOOD + "b,South,0,,,,,,3,3\n",
                "FILE line 5, column brand: must be one row for each brand of a respondent, was \"South\"");
        assertRefused(
                HEADER + GOOD + "b,North,0,,3,,,,3,3\n",
                "FILE line 5, column frequency: must be the same on each row of a respondent, before 2, was \"3\"");
        assertRefused(
                HEADER + GOOD + "b,North,1,,,,,,3,3\n",
                "FILE line 4, respondent \"b\": must have bought one brand last, has 2 rows with last = 1");
        assertRefused(
                HEADER + GOOD + "c,north,1,,,,,,3,3\n",
                "FILE line 5, column brand: must be spelled alike everywhere, before \"North\", was \"north\"");
        assertRefused(
                HEADER + "a,North,1,0,,,,,3,3\na,South,0,1,,,,,,\n",
                "FILE line 2, respondent \"a\": must have rated the brand to be bought next, has no rating of \"South\"");
        assertRefused(
                HEADER + "a,North,0,1,,,,,3,3\n",
                "FILE line 2, respondent \"a\": must have bought one brand last, has 0 rows with last = 1");
    }

    @Test
    void badRowsAndRespondentsAreSkippedOnRequestAndCounted() {
        SurveyFile.Answers answers =
                read(HEADER + GOOD + "c,North,0,1,,,,,3,3\nd,North,1,1,,,,,9,3\n", true, MissingRatings.REJECT);
        assertEquals(2, answers.survey().size());
        assertEquals(1, answers.rows().skipped());
        assertEquals(1, answers.dropped());
        assertTrue(answers.firstDropped().get(0).contains("respondent \"c\""), answers.firstDropped()::toString);
    }

    @Test
    void headersThatDoNotSayEnough() {
        assertRefused(
                "respondent,brand,last\na,North,1\n",
                "FILE line 1: must have a column for each sub-driver, such as value:quality, brand:image or"
                        + " relationship:trust, has none");
        assertRefused(
                "respondent,brand,last,price:low\na,North,1,3\n",
                "FILE line 1: a column with a colon must be value:NAME, brand:NAME or relationship:NAME, was \"price:low\"");
        assertRefused(
                "respondent,brand,value:quality\na,North,3\n",
                "FILE line 1: must have a column last, has \"respondent\", \"brand\", \"value:quality\"");
    }

    private static void assertRefused(String text, String message) {
        assertEquals(
                message,
                assertThrows(Refusal.class, () -> read(text, false, MissingRatings.REJECT))
                        .getMessage());
    }
}
