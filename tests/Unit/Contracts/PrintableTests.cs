using Prcl.Contracts;
using Xunit;

namespace Prcl.Unit.Contracts;

public sealed class PrintableTests
{
    [Fact]
    public void A_text_from_elsewhere_cannot_break_the_line_or_steer_the_terminal() =>
        Assert.Equal("a b ?[31mc d", Printable.Of("a\nb\t\u001b[31mc\r\nd"));

    [Theory]
    [InlineData("Straße 1, 道路, कखग, 👩‍👩‍👧.png")]
    [InlineData("")]
    [InlineData("a\u200cb")]
    public void What_people_write_stays_as_it_is(string text)
    {
        Assert.Equal(-1, Printable.IndexOfOther(text));
        Assert.Same(text, Printable.Of(text));
    }

    [Theory]
    [InlineData("photo\u202egpj.exe", "photo?gpj.exe", 5)]
    [InlineData("a\u2066b\u2069", "a?b?", 1)]
    [InlineData("\ufeffa", "?a", 0)]
    [InlineData("a\u0000", "a?", 1)]
    [InlineData("a\u0085b", "a b", 1)]
    [InlineData("a\u2028b", "a b", 1)]
    public void What_cannot_be_seen_is_shown_as_a_question_mark(string text, string shown, int at)
    {
        Assert.Equal(at, Printable.IndexOfOther(text));
        Assert.Equal(shown, Printable.Of(text));
    }

    [Fact]
    public void Half_a_character_and_invisible_ones_beyond_16_bits_are_not_shown()
    {
        Assert.Equal("a?b", Printable.Of("a\ud83db"));
        Assert.Equal("a?", Printable.Of("a" + char.ConvertFromUtf32(0xE0041)));
    }

    [Fact]
    public void A_quotation_of_a_long_text_is_its_beginning_and_its_length()
    {
        Assert.Equal("'a?b'", Printable.Quoted("a\u202eb"));
        Assert.Equal($"'{new string('x', 80)}…' (100000 characters)", Printable.Quoted(new string('x', 100_000)));
    }

    [Fact]
    public void A_refusal_is_one_line_that_can_be_shown()
    {
        Assert.Equal("run 'a?b' c", new PrclRequestException("run 'a\u202eb'\nc").Message);
        Assert.InRange(new PrclRequestException(new string('x', 100_000)).Message.Length, 1, 4001);
    }
}
