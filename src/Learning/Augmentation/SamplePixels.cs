namespace Prcl.Learning.Augmentation;

/// <summary>A sample's pixels in place; the sample must outlive it.</summary>
internal readonly ref struct SamplePixels
{
    /// <summary>Wraps a sample; its tensors are copied only when they aren't contiguous on the CPU.</summary>
    public SamplePixels(Sample sample)
    {
        (Height, Width) = (sample.Height, sample.Width);
        Image = sample.Image.ToReadable().Pixels<float>();
        Label = sample.Label.ToReadable().Pixels<long>();
        Confidence = sample.Confidence is null ? default : sample.Confidence.ToReadable().Pixels<float>();
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>[3, H, W].</summary>
    public Span<float> Image { get; }

    /// <summary>[H, W].</summary>
    public Span<long> Label { get; }

    /// <summary>[H, W], or empty.</summary>
    public Span<float> Confidence { get; }

    /// <summary>Overwrites <paramref name="count"/> pixels from <paramref name="start"/> on by another sample's.</summary>
    public void Paste(SamplePixels source, int start, int count)
    {
        var pixels = Label.Length;
        for (var plane = start; plane < Image.Length; plane += pixels)
        {
            source.Image.Slice(plane, count).CopyTo(Image[plane..]);
        }

        source.Label.Slice(start, count).CopyTo(Label[start..]);
        if (!Confidence.IsEmpty)
        {
            source.Confidence.Slice(start, count).CopyTo(Confidence[start..]);
        }
    }
}
